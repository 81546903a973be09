"""Chargebacks: a case with a deadline, evidence, an outcome, and the money held meanwhile. X44"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions.payments.disputes import answer_dispute
from functions.payments.facts.apply_event import Outcome, apply_event
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.store.records import DISPUTE_SK, DisputeRecord, PaymentsTable, dispute_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import Money
from tests.integration.payments.shop import Shop, balances, everything, told
from tests.support.events import events_in
from tests.support.http import Answer
from tests.support.identity import bearer


@pytest.fixture
def paid(shop: Shop) -> dict[str, Any]:
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    return payment


def fact(payment: dict[str, Any], kind: EventType, amount: int = 12900, *, name: str = "dp_1", key: str = "d1") -> ProviderEvent:
    at, until = times.iso(clock.now()), times.iso(clock.now() + timedelta(days=5))
    money = Money(amount, "CNY")
    reference = payment["reference"]
    return ProviderEvent(key, kind, reference, name, None, money, None, "sandbox", at, "", "fraudulent", answer_by=until)


def disputed(payment: dict[str, Any], kind: EventType = EventType.CHARGE_BACK) -> Outcome:
    return apply_event("sandbox", fact(payment, kind))


def case(shop: Shop, state: str = "open") -> dict[str, Any]:
    (one,) = shop.finance.get(f"/v1/admin/disputes?state={state}").json["data"]
    found: dict[str, Any] = shop.finance.get(f"/v1/admin/disputes/{one['id']}").json
    return found


def answer(shop: Shop, dispute: dict[str, Any], *, submit: bool = False, **evidence: str) -> Answer:
    return shop.finance.post(f"/v1/admin/disputes/{dispute['id']}/evidence", {"evidence": evidence, "submit": submit})


def test_a_case_names_the_order_by_its_number_also_one_from_before_it_was_kept(shop: Shop, paid: dict[str, Any]) -> None:
    disputed(paid)
    number = shop.finance.get(f"/v1/admin/payments/{paid['id']}").json["order_number"]

    def named() -> list[str]:
        (listed,) = shop.finance.get("/v1/admin/disputes").json["data"]
        return [listed["order_number"], case(shop)["order_number"]]

    assert number
    assert named() == [number, number]
    record = DisputeRecord.get(dispute_pk(case(shop)["id"]), DISPUTE_SK)
    kept = json.loads(record.body)
    assert kept.pop("order_number") == number
    record.update([DisputeRecord.body.set(json.dumps(kept))])
    assert named() == [number, number]
    assert answer(shop, case(shop), uncategorized_text="They signed for it.").json["order_number"] == number


def test_a_chargeback_opens_one_case_and_holds_the_money(shop: Shop, paid: dict[str, Any]) -> None:
    assert (disputed(paid), disputed(paid)) == (Outcome.APPLIED, Outcome.DUPLICATE)
    dispute = case(shop)
    assert (dispute["status"], dispute["amount"]["amount"], dispute["reason"]) == ("open", 12900, "fraudulent")
    assert dispute["deadline"] > times.iso(clock.now() + timedelta(days=4))
    assert balances() == {"provider:sandbox:sandbox": 0, f"order:{shop.order_id}": -12900, "chargebacks:sandbox": 12900}
    (event,) = events_in(PaymentsTable, "payment.disputed")
    assert (event.data["dispute_id"], event.data["deadline"]) == (dispute["id"], dispute["deadline"])
    refund = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x"})
    assert (refund.status, refund.code) == (422, "refund_exceeds_captured")


def test_evidence_is_collected_and_handed_over_once(shop: Shop, paid: dict[str, Any]) -> None:
    disputed(paid)
    dispute = case(shop)
    assert answer(shop, dispute, submit=True).code == "no_evidence"
    assert answer(shop, dispute, shipping_carrier="SF", refund_policy="none").json["version"] == 2
    file = shop.finance.post(f"/v1/admin/disputes/{dispute['id']}/files", {"name": "pod.pdf", "content_type": "application/pdf"})
    assert (file.status, file.json["fields"]["key"]) == (201, f"disputes/{dispute['id']}/{file.json['id']}")
    done = answer(shop, dispute, submit=True, refund_policy="").json
    assert (done["status"], done["evidence"], done["delivered"]) == ("submitted", {"shipping_carrier": "SF"}, False)
    assert answer(shop, dispute, shipping_carrier="X").code == "evidence_submitted"
    assert case(shop)["files"][0]["name"] == "pod.pdf"


def test_whoever_died_while_they_handed_it_over_is_waited_for_and_then_it_is_done(
    shop: Shop, paid: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the answer says how long."""
    disputed(paid)
    dispute = case(shop)

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with clock.frozen(clock.now()):
        with monkeypatch.context() as crash:
            crash.setattr(answer_dispute, "_hand_over", dies)
            with pytest.raises(KeyboardInterrupt):
                answer(shop, dispute, submit=True, shipping_carrier="SF")
        waits = answer(shop, dispute, submit=True, shipping_carrier="SF")
        assert (waits.status, waits.code, waits.headers["retry-after"]) == (503, "contention", "60")
        clock._frozen[-1] += timedelta(seconds=60)
        assert answer(shop, dispute, submit=True, shipping_carrier="SF").json["status"] == "submitted"


def test_what_is_won_is_ours_again(shop: Shop, paid: dict[str, Any]) -> None:
    disputed(paid)
    disputed(paid, EventType.CHARGE_BACK_REVERSE)
    dispute = case(shop, "closed")
    assert dispute["status"] == "won"
    assert balances() == {"provider:sandbox:sandbox": 12900, f"order:{shop.order_id}": -12900, "chargebacks:sandbox": 0}
    assert answer(shop, dispute, shipping_carrier="X").code == "dispute_closed"
    assert [event.data["outcome"] for event in events_in(PaymentsTable, "payment.dispute_closed")] == ["won"]
    refund = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x"})
    assert (refund.status, refund.json["amount"]["amount"]) == (201, 12900)


def test_what_is_lost_is_the_orders_loss(shop: Shop, paid: dict[str, Any]) -> None:
    disputed(paid)
    disputed(paid, EventType.CHARGE_BACK_LOST)
    assert case(shop, "closed")["status"] == case(shop, "all")["status"] == "lost"
    assert balances() == {"provider:sandbox:sandbox": 0, f"order:{shop.order_id}": 0, "chargebacks:sandbox": 0}
    assert shop.finance.get("/v1/admin/disputes").json["data"] == []


@pytest.mark.parametrize("order", list(permutations([EventType.CHARGE_BACK, EventType.CHARGE_BACK_REVERSE])))
def test_the_order_of_the_messages_does_not_matter(shop: Shop, paid: dict[str, Any], order: tuple[EventType, ...]) -> None:
    for kind in order:
        disputed(paid, kind)
    dispute = case(shop, "closed")
    assert (dispute["status"], dispute["reason"], balances()["chargebacks:sandbox"]) == ("won", "fraudulent", 0)
    told = [bool(event.data["opened_at"]) for event in events_in(PaymentsTable, "payment.dispute_closed")]
    assert sorted(told) == ([False] if order[0] is EventType.CHARGE_BACK else [False, True])


def test_after_the_deadline_nothing_is_taken(shop: Shop, paid: dict[str, Any]) -> None:
    disputed(paid)
    dispute = case(shop)
    with clock.frozen(clock.now() + timedelta(days=5, seconds=1)):
        assert answer(shop, dispute, shipping_carrier="X").code == "deadline_passed"


def test_more_than_was_paid_is_put_aside(shop: Shop, paid: dict[str, Any]) -> None:
    before = balances()
    assert apply_event("sandbox", fact(paid, EventType.CHARGE_BACK, 12901)) is Outcome.QUARANTINED
    assert (balances(), shop.finance.get("/v1/admin/disputes").json["data"]) == (before, [])


def test_who_may_not_answer_changes_nothing(shop: Shop, paid: dict[str, Any]) -> None:
    disputed(paid)
    dispute, before = case(shop), everything()
    url = f"/v1/admin/disputes/{dispute['id']}/evidence"
    assert shop.guest.post(url, {"evidence": {"shipping_carrier": "X"}}).status == 401
    assert shop.stranger.call("POST", url, {"evidence": {"shipping_carrier": "X"}}, bearer("support")).status == 403
    assert shop.finance.post(url, {"evidence": {"card_number": "X"}}).status == 422
    assert everything() == before
