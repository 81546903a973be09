"""Whatever order a provider tells its facts in, however often, with a forged one among them: one ledger in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

from functions.payments.model.ledger import entry_of
from functions.payments.model.matching import mismatch
from functions.payments.model.payment_state import PaymentState, derive
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund, refund_status
from functions.shared.plain.money import Money
from tests.unit.payments.facts import ATTEMPT, event

REFUNDS = {
    name: Refund(f"ref_{name}", ATTEMPT.id, ATTEMPT.order_id, Money(amount, "CNY"), "x", "staff", "t")
    for name, amount in (("a", 300), ("b", 200))
}
TOLD = [
    event(EventType.CHARGE_FAILURE, key="e1"),
    event(EventType.CHARGE_SUCCESS, key="e2", fee=6),
    event(EventType.REFUND_SUCCESS, 300, ref="r1", refund="a", key="e3"),
    event(EventType.REFUND_SUCCESS, 200, ref="r2", refund="b", key="e4"),
    event(EventType.REFUND_REVERSE, 200, ref="r3", refund="b", key="e5"),
    event(EventType.CHARGE_BACK, 100, ref="dp_1", key="e6"),
]
FORGED = replace(event(EventType.CHARGE_SUCCESS, 999, ref="sbx_9", key="f1"), account="somebody-else")


def applied(events: Iterable[ProviderEvent]) -> tuple[str, PaymentState, list[str]]:
    """As apply_event does it: known facts are skipped, what does not fit is put aside, the rest is booked. The hash of the ledger."""
    known: list[ProviderEvent] = []
    booked: list[str] = []
    for one in events:
        if any(one.business_key == other.business_key for other in known):
            continue
        if mismatch(one, provider="sandbox", attempt=ATTEMPT, state=derive(known), refunds=REFUNDS):
            continue
        entry = entry_of(one, provider="sandbox", payment_id=ATTEMPT.id, order_id=ATTEMPT.order_id)
        known.append(one)
        if entry is not None:
            booked.append(repr(entry))
    digest = hashlib.sha256("\n".join(sorted(booked)).encode()).hexdigest()
    return digest, derive(known), [refund_status(known, name).value for name in sorted(REFUNDS)]


def test_every_order_of_six_facts_told_twice_with_a_forged_one_gives_one_ledger() -> None:
    """E09, E11"""
    expected = applied(TOLD)
    assert (expected[1].captured, expected[1].refunded, expected[1].held, expected[2]) == (1000, 300, 100, ["succeeded", "failed"])
    results = set()
    for number, order in enumerate(permutations(TOLD)):
        doubles = [replace(one, event_key=f"again-{one.event_key}") for one in order]
        # The doubles follow at once, at the end, or come before the rest; the forged one is now here, now there.
        told = [
            [one for pair in zip(order, doubles, strict=True) for one in pair],
            [*order, *doubles],
            [*order[3:], *doubles[::-1], *order[:3]],
        ][number % 3]
        told.insert(number % (len(told) + 1), FORGED)
        results.add(repr(applied(told)))
    assert results == {repr(expected)}
