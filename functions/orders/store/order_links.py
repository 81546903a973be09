"""Links to an order's page: signed with the shop's own key, opened while they last and are not revoked."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256

from cryptography.exceptions import InvalidTag

from functions.orders.model.order_link import OrderLink, read, sign
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.records import OrderRecord, order_pk
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.outside.provider_keys import Key, provider_keys
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain.errors import NotFound, Unavailable, Unreadable
from functions.shared.plain.settings import settings


def link_to(record: OrderRecord) -> str:
    """The address of the order's page, for a mail that is sent now. Raises Unavailable while there is no key to sign with."""
    link = OrderLink(record.pk.removeprefix(order_pk("")), times_revoked(record), clock.now().date())
    return f"{settings().public_base_url}/o/{sign(link, _keys()[0].secret)}"


def opened(signed: str) -> OrderPage:
    """The order that the link opens, for whoever came by it (`bearer_of`). One Query, none for a link that we did not sign.

    Raises NotFound alike for what was never a link, was signed by nobody of ours, is over, revoked, or names an order that is gone.
    """
    link = read(signed, [key.secret for key in _keys()])
    if link is None or link.lasts_until() < clock.now().date():
        raise NotFound("There is no such page.")
    page = order_page(link.order_id, caller=bearer_of(link.order_id), order_token=None)
    if link.revoked_before != times_revoked(page.record):
        raise NotFound("There is no such page.")
    return page


def sealed(text: str) -> str:
    """What only the shop reads back: for what somebody typed and a queue holds. Raises Unavailable while there is no key."""
    return seal(_sealing(_keys()[0]), text)


def unsealed(text: str) -> str:
    """Raises Unreadable for what was sealed with a key that is gone."""
    for key in _keys():
        with suppress(InvalidTag):
            return unseal(_sealing(key), text)
    raise Unreadable("It was sealed with a key that is gone.")


def _sealing(key: Key) -> bytes:
    return sha256(b"seal\x00" + key.secret.encode()).digest()


def times_revoked(record: OrderRecord) -> int:
    """0 for an order of before there were links."""
    return int(record.links_revoked or 0)


def bearer_of(order_id: str) -> Caller:
    """Whoever opened the order by a link: a guest for everything else."""
    return Caller(order=order_id)


def _keys() -> tuple[Key, ...]:
    keys = provider_keys(settings().secret_links, "order_links")
    if not keys:
        raise Unavailable("This stage has no key for links to orders yet.", retry_after=60, code="misconfigured")
    return keys
