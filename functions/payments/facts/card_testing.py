"""Stolen cards are tried out where a small payment tells whether they work (O02).

Most cards are typed in at the provider, so what can be counted is the order that is tried again and again, with one card after the other;
the address and the customer whose payments are declined; small amounts; and the card, where its provider tells a fingerprint of it.
"""

from __future__ import annotations

from contextlib import suppress

from functions.payments.model.attempt import Attempt
from functions.payments.risk.subjects import card_subject
from functions.shared.limits.addresses import network_of
from functions.shared.limits.limiting import look, origin_of, take, unnamed
from functions.shared.limits.rules import (
    CARD_SEEN,
    CARDS_OF,
    DECLINES_BY,
    DECLINES_FROM,
    DECLINES_OF,
    DECLINES_OF_CARD,
    PAYMENTS_OF,
    SMALL_FROM,
    Rule,
)
from functions.shared.outside.observability import broken
from functions.shared.outside.outages import FAILURES
from functions.shared.plain.errors import TooManyRequests, Unavailable


def admit_attempt(order_id: str, client_ip: str, *, customer_id: str = "", kept_card: str = "", is_small: bool = False) -> None:
    """Before a payment of the order begins. One write and one read; one write more for a small amount. `kept_card`: the fingerprint of a
    card that is kept. Raises TooManyRequests (429)."""
    origin = _origin(client_ip)
    named = ((DECLINES_FROM, origin), (DECLINES_BY, customer_id), (DECLINES_OF_CARD, _card(kept_card)))
    look((DECLINES_OF, order_id), (CARDS_OF, order_id), *((rule, subject) for rule, subject in named if subject))
    take(PAYMENTS_OF, order_id, origin=origin)
    if is_small and origin:
        take(SMALL_FROM, origin)


def note_decline(attempt: Attempt, card: str = "") -> None:
    """A payment of the order failed, whatever way that was told. `card`: the provider's fingerprint, where it tells one."""
    order_id, subject = attempt.order_id, _card(card)
    for rule, counted in (
        (DECLINES_FROM, origin_of(PAYMENTS_OF, order_id)),
        (DECLINES_OF, order_id),
        (DECLINES_BY, attempt.customer_id or ""),
        (DECLINES_OF_CARD, subject),
    ):
        _note(rule, counted)
    if subject and _note(CARD_SEEN, f"{order_id} {subject}"):
        _note(CARDS_OF, order_id)


def _note(rule: Rule, subject: str) -> bool:
    """Whether there was room for it."""
    if subject:
        with suppress(TooManyRequests):
            take(rule, subject)
            return True
    return False


def _origin(client_ip: str) -> str:
    """A keyed hash of the network. As with cards: where there is no key, nobody is counted by it."""
    try:
        return unnamed(network_of(client_ip)) if client_ip else ""
    except Unavailable:
        broken("limits.address_not_counted")
        return ""


def _card(fingerprint: str) -> str:
    """Without a key to hash it by, a card is not counted: limits never close the shop."""
    try:
        return card_subject(fingerprint)
    except (*FAILURES, Unavailable):
        broken("limits.card_not_counted")
        return ""
