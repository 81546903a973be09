"""What only UnionPay does: what was paid today is voided as a whole, anything else is refunded (providers.md §4.4, §7). E04, E16"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from functions.payments.model.errors import Unknown
from functions.payments.providers import provider_named
from functions.payments.providers.unionpay import client
from functions.payments.providers.unionpay.account import Account
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.payments.providers.trading import Trading
from tests.integration.payments.shop import balances

NOON, EVENING = "2026-03-05T04:00:00Z", "2026-03-05T14:50:00Z"
"""In Beijing 12:00 and 22:50."""


@dataclass
class Sent:
    """The types of what was sent to UnionPay to give money back; `lose`: so many of its answers get lost."""

    kinds: list[str] = field(default_factory=list)
    lose: int = 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    seen, real = Sent(), client.call

    def watched(account: Account, url: str, fields: dict[str, str]) -> dict[str, str]:
        answer = real(account, url, fields)
        if url.endswith("/backTransReq.do"):
            seen.kinds.append(fields["txnType"])
            if seen.lose:
                seen.lose -= 1
                raise Unknown("no_answer")
        return answer

    monkeypatch.setattr("functions.payments.providers.unionpay.adapter.call", watched)
    return seen


def told(shop: Trading, count: int) -> None:
    """The messages about money given back, each twice, and the worker."""
    for hook in shop.outside.hooks(count):
        assert [shop.deliver(hook).status for _ in range(2)] == [200, 200]
    shop.work()


def test_all_of_it_on_the_same_day_is_voided(shop: Trading, sent: Sent) -> None:
    with clock.frozen(times.parse(NOON)):
        payment = shop.captured("unionpay")
        refund = shop.refund(12_900)
        told(shop, 1)
        lines = list(provider_named("unionpay").reconcile(clock.now().date()))
    assert (sent.kinds, shop.refunds()) == (["31"], [(12_900, "succeeded")])
    assert shop.outside.refunds("unionpay", payment["reference"]) == [12_900]
    assert balances() == {"provider:unionpay:777290058110048": 0, f"order:{shop.order_id}": 0}
    assert [(line.kind, line.our_ref) for line in lines if line.gross.amount < 0] == [("refund", refund["reference"])]


def test_a_part_or_another_days_payment_is_refunded(shop: Trading, sent: Sent) -> None:
    with clock.frozen(times.parse(NOON)):
        shop.captured("unionpay")
        shop.refund(900)
        told(shop, 1)
    with clock.frozen(times.parse(NOON) + timedelta(days=1)):
        shop.refund(12_000)
        told(shop, 1)
    assert (sent.kinds, shop.refunds()) == (["04", "04"], [(900, "succeeded"), (12_000, "succeeded")])


def test_where_the_void_is_refused_it_is_refunded_once(shop: Trading, sent: Sent) -> None:
    """The settlement day ends before midnight, which is UnionPay's to know."""
    with clock.frozen(times.parse(EVENING)):
        payment = shop.captured("unionpay")
    with clock.frozen(times.parse(EVENING) + timedelta(minutes=20)):
        shop.refund(12_900)
        told(shop, 1)
    assert (sent.kinds, shop.refunds()) == (["31", "04"], [(12_900, "succeeded")])
    assert shop.outside.refunds("unionpay", payment["reference"]) == [12_900]


@pytest.mark.parametrize(("amount", "kind"), [(12_900, "31"), (12_899, "04")])
def test_what_was_sent_and_not_answered_is_asked_about_and_not_sent_again(shop: Trading, sent: Sent, amount: int, kind: str) -> None:
    with clock.frozen(times.parse(NOON)):
        payment = shop.captured("unionpay")
        sent.lose = 1
        shop.refund(amount)
    assert shop.refunds() == [(amount, "pending")]
    for minutes in (2, 8):
        with clock.frozen(times.parse(NOON) + timedelta(minutes=minutes)):
            shop.sweep()
    assert (sent.kinds, shop.refunds()) == ([kind], [(amount, "succeeded")])
    assert shop.outside.refunds("unionpay", payment["reference"]) == [amount]


def test_a_void_that_is_refused_without_our_hearing_of_it_is_refunded_later(shop: Trading, sent: Sent) -> None:
    with clock.frozen(times.parse(EVENING)):
        payment = shop.captured("unionpay")
    sent.lose = 1
    for minutes in (20, 31):
        with clock.frozen(times.parse(EVENING) + timedelta(minutes=minutes)):
            if not sent.kinds:
                shop.refund(12_900)
            shop.sweep()
    assert (sent.kinds[-1], shop.refunds()) == ("04", [(12_900, "succeeded")])
    assert shop.outside.refunds("unionpay", payment["reference"]) == [12_900]
