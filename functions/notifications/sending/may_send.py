"""Whether a message goes: the address is there, and whoever it is for has not said that they do not want such ones."""

from __future__ import annotations

from functions.notifications.model.message import Message
from functions.notifications.model.purpose import Channel, Purpose
from functions.notifications.store.preferences import preferences_of
from functions.notifications.store.suppressions import suppression_of


def why_not(message: Message) -> str:
    """Empty: it goes. One GetItem, a second one for what somebody may switch off."""
    purpose = Purpose(message.purpose)
    if (stopped := suppression_of(message.address_key)) and stopped.stops(purpose, message.event):
        return f"address_{stopped.why}"
    if purpose is not Purpose.TRANSACTIONAL and message.person:
        return "" if preferences_of(message.person).wants(purpose, Channel(message.channel)) else "switched_off"
    return ""
