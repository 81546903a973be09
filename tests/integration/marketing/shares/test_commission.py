"""J05: what links bring their owners, from the payment of an order to the payout, at the real handlers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.marketing.shares import book_shared, influencers, pay_out
from functions.marketing.store.records import MarketingTable
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed, OrderDisputed
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefundFailed, OrderSummary
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from tests.integration.loyalty.shop import completed, refunded
from tests.integration.marketing import shop as people
from tests.integration.marketing.shares import shop
from tests.support.races import in_between

NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
RELEASED, DECEMBER = NOON + timedelta(days=14), datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def influencer() -> Iterator[str]:
    with clock.frozen(NOON):
        shop.set_to()
        yield shop.an_influencer()


def share_of(influencer: str) -> str:
    return shop.touch(shop.influencers_link(influencer, shop.a_product()["id"])["code"])


def bought(share: str, quantity: int = 1) -> OrderSummary:
    return shop.paid(shop.ordered(share, quantity=quantity))


def paying(owner: str, through: str = "2026-11") -> Any:
    return shop.staff().post("/v1/admin/share_payouts", {"owner": owner, "currency": "CNY", "through": through})


def dispute(order: OrderSummary, outcome: str, amount: int) -> Any:
    closed = OrderDisputeClosed(order.order_id, order.number, "dsp_1", "pay_1", "sandbox", amount, "CNY", outcome, True)
    return people.event(closed, order.order_id, clock.now() + timedelta(seconds=len(outcome)))


def test_commission_waits_for_the_return_window_and_is_paid_once(influencer: str) -> None:
    """J05: payable commission per period, marked paid once; the report says both, also as a file."""
    order = bought(share_of(influencer))
    shop.hear(completed(order))
    assert shop.sums(influencer) == (1000, 0, 0)
    with clock.frozen(RELEASED - timedelta(seconds=1)):
        shop.swept()
        assert shop.sums(influencer) == (1000, 0, 0)
    with clock.frozen(RELEASED):
        shop.swept()
        shop.swept()
        assert shop.sums(influencer) == (0, 1000, 0)
        early = paying(influencer)
        assert (early.status, early.code) == (409, "month_not_over")
    with clock.frozen(DECEMBER):
        done = paying(influencer)
        assert (done.status, done.json["amount"]["amount"], done.json["months"]) == (201, 1000, ["2026-11"])
        twice = paying(influencer)
        assert (twice.status, twice.code) == (409, "nothing_to_pay")
        assert shop.sums(influencer) == (0, 0, 1000)
        row = {
            "id": f"{influencer}-2026-11-CNY",
            "owner": influencer,
            "name": "Tea & Co. 🍵",
            "month": "2026-11",
            "amount": {"amount": 1000, "currency": "CNY"},
            "payout": done.json["id"],
        }
        assert shop.staff().get("/v1/admin/share_report?month=2026-11").json == {"data": [row], "next_cursor": None}
        file = shop.staff().get("/v1/admin/share_report?month=2026-11", accept="text/csv")
        assert file.headers["content-type"].startswith("text/csv")
        assert file.text.splitlines() == [
            "owner,name,month,currency,amount,payout",
            f"{influencer},Tea & Co. 🍵,2026-11,CNY,10.00,{done.json['id']}",
        ]
        # What refunds take after the payout is owed by the next one.
        shop.hear(refunded(order, "ref_1", 1, 11_300, fully=True))
        assert shop.sums(influencer) == (0, -1000, 1000)
        moves = shop.staff().get(f"/v1/admin/share_moves?owner={influencer}").json
        assert [(one["step"], one["source"], one["target"]) for one in moves["data"]] == [
            ("taken_back", "payable", "cost"),
            ("paid", "payable", "paid"),
            ("released", "pending", "payable"),
            ("granted", "cost", "pending"),
        ]
        assert moves["commission"][0]["payable"]["amount"] == -1000
        for role in ("support", "warehouse"):
            assert shop.staff(role).post("/v1/admin/share_payouts", {}).status == 403


def test_refunds_and_disputes_take_their_part_in_any_order_and_once(influencer: str) -> None:
    """J05: a refund reverses in proportion, and so does a lost dispute; what came back of either counts again."""
    share = share_of(influencer)
    order = bought(share, quantity=3)
    third = refunded(order, "ref_1", 1, 11_300)
    shop.hear(third, third)
    assert shop.sums(influencer) == (2000, 0, 0)
    shop.hear(dispute(order, "lost", 11_300))
    assert shop.sums(influencer) == (1000, 0, 0)
    shop.hear(dispute(order, "won", 11_300))
    assert shop.sums(influencer) == (2000, 0, 0)
    shop.hear(refunded(order, "ref_2", 2, 22_600, fully=True))
    assert shop.sums(influencer) == (0, 0, 0)
    failed = OrderRefundFailed(order.order_id, order.number, "ref_2", "pay_1", 22_600, "CNY", "closed account", True, 11_300)
    shop.hear(people.event(failed, order.order_id))
    assert shop.sums(influencer) == (2000, 0, 0)
    shop.hear(people.event(OrderCancelled(order, "buyer", "paid"), order.order_id))
    assert shop.sums(influencer) == (0, 0, 0)
    # Told in the other direction: the refund, the completion, the payment.
    late, told = shop.taken(shop.ordered(share, quantity=2))
    named = {"share_link": share}
    shop.hear(replace(refunded(late, "ref_3", 1, 11_300), metadata=named), replace(completed(late), metadata=named))
    shop.hear(*told, *told)
    assert shop.sums(influencer) == (1000, 0, 0)


def test_what_is_disputed_brings_nothing_until_it_is_won(influencer: str) -> None:
    """J05: from the moment it is told, so nothing of it is paid out while it is open; also where it is told in another order, or twice."""
    order = bought(share_of(influencer), quantity=2)
    opened = people.event(
        OrderDisputed(order.order_id, order.number, "dsp_1", "pay_1", "sandbox", 11_300, "CNY", "fraudulent", "", True), order.order_id
    )
    shop.hear(completed(order), opened, opened)
    assert shop.sums(influencer) == (1000, 0, 0)
    with clock.frozen(RELEASED):
        shop.swept()
        assert shop.sums(influencer) == (0, 1000, 0)
        shop.hear(dispute(order, "won", 11_300))
        assert shop.sums(influencer) == (0, 2000, 0)
        shop.hear(opened)
        assert shop.sums(influencer) == (0, 2000, 0)
    # Its end is told first; of what is lost, what the end says counts.
    for outcome, taken, left in (("won", 11_300, 2000), ("lost", 5_650, 1500)):
        other = bought(share_of(influencer), quantity=2)
        before = shop.sums(influencer)[0]
        told = replace(opened, id=fresh.new_id("evt"), subject=other.order_id, data=opened.data | {"order_id": other.order_id})
        shop.hear(dispute(other, outcome, taken), told)
        assert shop.sums(influencer)[0] - before == left - 2000
    # Of what the bank took only a part comes back, in whatever order it is told, and twice.
    for turned in (False, True):
        other = bought(share_of(influencer), quantity=2)
        before = shop.sums(influencer)[0]
        told = replace(opened, id=fresh.new_id("evt"), subject=other.order_id, data=opened.data | {"order_id": other.order_id})
        facts = [told, dispute(other, "won", 5_650)]
        shop.hear(*(reversed(facts) if turned else facts), *facts)
        assert shop.sums(influencer)[0] - before == 1500 - 2000
    # A payment that the order never took is nobody's commission.
    apart = bought(share_of(influencer))
    before = shop.sums(influencer)[0]
    shop.hear(replace(opened, subject=apart.order_id, data=opened.data | {"order_id": apart.order_id, "counts": False}))
    assert shop.sums(influencer)[0] == before


def test_an_amended_order_brings_what_it_costs_then(influencer: str) -> None:
    order = bought(share_of(influencer), quantity=3)
    fewer = OrderSummary(
        **{**vars(order), "lines": [type(order.lines[0])(**{**vars(order.lines[0]), "total": 11_300, "tax_included": 1300})]}
    )
    shop.hear(people.event(OrderAmended(fewer, 1, order.total, 22_600, 0, True, False, False), order.order_id))
    assert shop.sums(influencer) == (1000, 0, 0)


def test_rates_are_those_of_the_payment(influencer: str) -> None:
    """J05: commission rates, the shop's or their own; 0 brings nothing and is counted."""
    share = share_of(influencer)
    bought(share)
    assert shop.staff().patch(f"/v1/admin/share_influencers/{influencer}", {"rate": 750}).json["rate"] == 750
    bought(share)
    assert shop.staff().patch(f"/v1/admin/share_influencers/{influencer}", {"rate": 0}).status == 200
    bought(share)
    assert shop.orders_of(influencer) == [(None, 0, "pending"), (None, 750, "pending"), (None, 1000, "pending")]
    links = shop.staff().get(f"/v1/admin/share_influencers/{influencer}/links").json["data"]
    assert links[0]["orders"] == [{"orders": 3, "commission": {"amount": 1750, "currency": "CNY"}}]
    for wrong in ({"rate": 10_001}, {"rate": -1}, {"rate": 7.5}, {"name": ""}, {"email": "x"}, {"active": "no"}):
        assert shop.staff().patch(f"/v1/admin/share_influencers/{influencer}", wrong).status == 422, wrong
    missing = "/v1/admin/share_influencers/inf_01JD0000000000000000000000"
    assert [shop.staff().get(missing).status, shop.staff().patch(missing, {}).status, shop.staff().get(f"{missing}/links").status] == [
        404
    ] * 3


def test_whoever_is_erased_has_no_links_and_is_paid_nothing_more() -> None:
    """J05: erasure of a link's owner."""
    subject = str(uuid.uuid4())
    me = ids.customer_id(subject)
    with clock.frozen(NOON):
        shop.set_to()
        people.a_customer_of(me, 78)
        share = shop.touch(shop.a_link(subject, shop.a_product()["id"])["code"])
        first = bought(share)
        shop.hear(completed(first))
        bought(share)
    with clock.frozen(RELEASED):
        shop.swept()
        assert shop.sums(me) == (500, 500, 0)
        told = people.event(ErasureRequested(me), me)
        shop.hear(told, told)
        assert shop.sums(me) == (0, 0, 0)
        KeyRecord(pk=key_pk(me), sk=KEY_SK, kind="key", erased_at=times.iso(clock.now())).save()
        for one in list(MarketingTable.query(f"CUS#{me}")):
            one.delete()
        # What comes late brings nothing back.
        shop.hear(refunded(first, "ref_1", 1, 11_300, fully=True))
        assert shop.sums(me) == (0, 0, 0)
        assert shop.opened(share.partition("-")[0]).status == 404
        bought(share)
        assert len(shop.orders_of(me)) == 2


def test_a_month_is_paid_by_two_at_once(influencer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.hear(completed(bought(share_of(influencer))))
    with clock.frozen(RELEASED):
        shop.swept()
    with clock.frozen(DECEMBER):
        first: list[int] = []
        in_between(monkeypatch, pay_out, "unpaid_months", lambda: first.append(paying(influencer).status))
        assert (paying(influencer).code, first) == ("nothing_to_pay", [201])
        assert shop.sums(influencer) == (0, 0, 1000)


def test_a_refund_comes_while_its_month_is_paid(influencer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Booked with the clock of before midnight, after the month was paid: it goes to the next month."""
    order = bought(share_of(influencer))
    shop.hear(completed(order))
    with clock.frozen(RELEASED):
        shop.swept()
    now = [DECEMBER - timedelta(hours=9)]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def paid_meanwhile() -> None:
        now[0] = DECEMBER
        assert paying(influencer).status == 201

    months: list[str] = []
    real = book_shared.month_of

    def month_then_paid(at: datetime) -> str:
        months.append(real(at))
        if len(months) == 1:
            paid_meanwhile()
        return months[-1]

    monkeypatch.setattr(book_shared, "month_of", month_then_paid)
    shop.hear(refunded(order, "ref_1", 1, 11_300, fully=True))
    assert (months[0], months[-1]) == ("2026-11", "2026-12")
    assert shop.sums(influencer) == (0, -1000, 1000)


def test_two_facts_of_one_order_come_at_once(influencer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    order = bought(share_of(influencer), quantity=2)
    in_between(monkeypatch, book_shared, "shared_order", lambda: shop.hear(refunded(order, "ref_1", 1, 11_300)))
    shop.hear(completed(order))
    assert shop.sums(influencer) == (1000, 0, 0)
    with clock.frozen(RELEASED):
        shop.swept()
        assert shop.sums(influencer) == (0, 1000, 0)


def test_a_payout_comes_while_the_rest_is_forfeited(influencer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = str(uuid.uuid4())
    me = people.a_customer_of(ids.customer_id(subject), 79)
    share = shop.touch(shop.a_link(subject, shop.a_product()["id"])["code"])
    shop.hear(completed(bought(share)))
    with clock.frozen(RELEASED):
        shop.swept()
    with clock.frozen(DECEMBER):
        in_between(monkeypatch, book_shared, "sums_of", lambda: paying(me))
        shop.hear(people.event(ErasureRequested(me), me))
        assert shop.sums(me) == (0, 0, 500)


def test_an_influencer_is_changed_by_two_at_once(influencer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/v1/admin/share_influencers/{influencer}"
    in_between(monkeypatch, influencers, "find_influencer", lambda: shop.staff().patch(path, {"rate": 5}))
    assert shop.staff().patch(path, {"name": "New"}).json["rate"] == 5
    stale = shop.staff().patch(path, {"rate": 6}, **{"if-match": "1"})
    assert (stale.status, stale.code) == (409, "version_conflict")


def test_settings_are_changed_by_two_at_once() -> None:
    shop.set_to()
    stale = shop.staff().put("/v1/admin/share_settings", shop.SETTINGS, **{"if-match": "0"})
    assert (stale.status, stale.code) == (409, "version_conflict")
    for wrong in ({"window_days": 0}, {"customer_rate": 10_001}, {"pending_days": -1}, {"influencer_rate": "5"}):
        assert shop.staff().put("/v1/admin/share_settings", shop.SETTINGS | wrong).status == 422, wrong
