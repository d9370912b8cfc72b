"""What people and Discord do between an order and its post."""

from collections.abc import Callable, Mapping

from tests.bot.town import Order

LONGER_THAN_A_TOKEN = 16 * 60.0


def deny(order: Order, *names: str) -> None:
    order.town.world.deny(order.use.channel, *names)


def close_everything(order: Order) -> None:
    deny(order, "ATTACH_FILES")
    order.town.world.close_dms(order.use.user.name)


def delete_channel_and_close_dms(order: Order) -> None:
    order.town.world.delete_channel(order.use.channel)
    order.town.world.close_dms(order.use.user.name)


def kick_bot(order: Order) -> None:
    assert order.use.channel.guild is not None
    order.town.world.kick_bot(order.use.channel.guild)


def kick_member(order: Order) -> None:
    assert order.use.channel.guild is not None
    order.town.world.kick(order.use.user.name, order.use.channel.guild)


DEEDS: Mapping[str, Callable[[Order], None]] = {
    "channel-deleted": lambda order: order.town.world.delete_channel(order.use.channel),
    "channel-deleted-dms-closed": delete_channel_and_close_dms,
    "bot-kicked": kick_bot,
    "member-left": kick_member,
    "card-deleted": lambda order: order.town.world.delete_message(order.card),
    "no-files": lambda order: deny(order, "ATTACH_FILES"),
    "no-messages": lambda order: deny(order, "SEND_MESSAGES"),
    "no-view": lambda order: deny(order, "VIEW_CHANNEL"),
    "no-history": lambda order: deny(order, "READ_MESSAGE_HISTORY"),
    "no-files-dms-closed": close_everything,
    "token-dead": lambda order: order.town.sandbox.clock.advance(LONGER_THAN_A_TOKEN),
    "gateway-resumed": lambda order: order.town.world.drop_gateway(),
    "gateway-lost": lambda order: order.town.world.drop_gateway(resume=False),
    "gateway-cut": lambda order: order.town.world.drop_gateway(resume=False, abrupt=True),
    "gateway-asked": lambda order: order.town.world.ask_reconnect(),
}
