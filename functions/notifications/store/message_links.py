"""Links by which people say what they want to be sent, signed with the shop's own key."""

from __future__ import annotations

from functions.notifications.model.message_link import Does, MessageLink, read, sign
from functions.notifications.model.purpose import Channel, Purpose
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import settings


def link_for(does: Does, purpose: Purpose, person: str, of: str, channel: str = Channel.EMAIL) -> str:
    """Its address. Raises Unavailable while there is no key to sign with."""
    return f"{settings().public_base_url}/o/messages/{sign(MessageLink(does, purpose, person, of, channel), _secrets()[0])}"


def opened(signed: str) -> MessageLink:
    """Raises NotFound alike for whatever nobody of ours signed."""
    if (link := read(signed, _secrets())) is None:
        raise NotFound("There is no such page.")
    return link


def _secrets() -> list[str]:
    keys = provider_keys(settings().secret_links, "order_links")
    if not keys:
        raise Unavailable("This stage has no key for links yet.", retry_after=60, code="misconfigured")
    return [key.secret for key in keys]
