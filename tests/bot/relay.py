"""A service's address at which nobody listens until it is opened."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from yarl import URL

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Relay:
    door: socket.socket
    """Bound, so that nobody else gets the port, and deaf until it is opened: who knocks is refused."""
    target: URL

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.door.getsockname()[1]}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with await asyncio.start_server(self._serve, sock=self.door):
            yield

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self.target.host, self.target.port)
        await asyncio.gather(_pour(reader, back), _pour(there, writer), return_exceptions=True)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


@contextmanager
def relay_to(url: str) -> Iterator[Relay]:
    with socket.socket() as door:
        door.bind((HOST, 0))
        yield Relay(door, URL(url))
