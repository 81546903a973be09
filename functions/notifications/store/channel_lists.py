"""Face: where a message has to stand by its channel, for `shop migrate`."""

from __future__ import annotations

from functions.notifications.model.message import Message
from functions.notifications.store.messages import channel_place
from functions.shared.plain.bodies import load


def channel_place_of(body: str) -> tuple[str, str]:
    """(gsi1pk, gsi1sk) of what is listed at all."""
    return channel_place(load(Message, body))
