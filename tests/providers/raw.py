"""Servers below HTTP: what a connection does, byte by byte, at a moment that no ordinary server gets wrong."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Stubborn:
    """Keeps every connection open after the first answer, and drops it without one at the second request."""

    port: int = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._read(reader)
            writer.write(ANSWER)
            await self._read(reader)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(head)


@asynccontextmanager
async def serving_stubbornly() -> AsyncIterator[Stubborn]:
    stubborn = Stubborn()
    server = await asyncio.start_server(stubborn.serve, "127.0.0.1", 0)
    async with server:
        stubborn.port = server.sockets[0].getsockname()[1]
        yield stubborn


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that refuses: taken, so that nobody else gets it, but not listened at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port at which no connection is ever completed: its queue is full and nobody accepts."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
