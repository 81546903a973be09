"""Somebody waits for a variant: with an account, or by an address that is asked first (double opt-in)."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog import sellables
from functions.marketing.model.wish import MOST, Wish
from functions.marketing.store.people import still_there
from functions.marketing.store.wishes import find_wish, wish_delete, wish_put, wishes_of
from functions.notifications import Purpose, ask_address, is_confirmed
from functions.privacy import email_key
from functions.promotions import asker_named
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.sealing import Erased, key_for
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def wait_as_customer(wish: Wish, *, remember: Remember[Wish]) -> Wish:
    """Said again, the quantity and the channel change and the place stays. Raises Invalid (422 `unknown_variant`), Conflict (409
    `in_stock`, `too_many`)."""
    product_id = _missing(wish)

    def attempt() -> Wish:
        asked = _as_asked(replace(wish, product_id=product_id))
        transact([still_there(wish.person), wish_put(asked, clock.now()), *remember(asked)])
        return asked

    return again(attempt)


def wait_as_guest(email: str, wish: Wish, *, remember: Remember[()]) -> None:
    """The answer says nothing of who has the address. Raises as the other; who was erased waits for nothing."""
    product_id, person = _missing(wish), email_key(email)

    def attempt() -> None:
        key_for(person)
        try:
            asked = wish_put(_as_asked(replace(wish, person=person, product_id=product_id)), clock.now())
        except Conflict:
            # How many somebody waits for is theirs to know.
            transact(remember())
            return
        if is_confirmed(person):
            transact([still_there(person), asked, *remember()])
        else:
            ask_address(email, wish.language, _WORDS, purpose=Purpose.STOCK, besides=[asked], remember=remember)

    try:
        again(attempt)
    except Erased:
        transact(remember())


def wait_no_more(person: str, variant_id: str, *, remember: Remember[()]) -> None:
    """Raises NotFound."""

    def attempt() -> None:
        known = find_wish(person, variant_id, clock.now())
        if known is None:
            raise NotFound("You do not wait for it.")
        transact([wish_delete(known), *remember()])

    again(attempt)


_WORDS = "stock-notice"


def _missing(wish: Wish) -> str:
    """The product of what is sold out. To whom it is not shown, it is nothing."""
    found = sellables([wish.variant_id]).get(wish.variant_id)
    if found is None or not found.published or not found.visibility.is_for(asker_named(wish.person, wish.sold_by)):
        raise Invalid.field("/variant_id", "unknown_variant", "There is no such variant.")
    if found.available >= wish.quantity:
        raise Conflict("It can be bought now.", code="in_stock", available=True)
    return found.product_id


def _as_asked(wish: Wish) -> Wish:
    now = clock.now()
    known = find_wish(wish.person, wish.variant_id, now)
    if known is None and len(wishes_of(wish.person, now)) >= MOST:
        raise Conflict(f"You wait for {MOST} already.", code="too_many")
    return replace(wish, asked_at=known.asked_at if known else times.iso(now), version=known.version if known else 0)
