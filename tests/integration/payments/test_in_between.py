"""F-E: two at the same moment about captures, disputes, refunds by line, bills and messages of nobody: the one that came first decides."""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.attempts import capture_payment
from functions.payments.disputes import answer_dispute
from functions.payments.model.errors import Declined
from functions.payments.model.provider_event import EventType
from functions.payments.providers.sandbox import SandboxProvider
from functions.payments.reconciling.reconciliation_runs import begin, enqueue, find_run, finish
from functions.payments.refunds import known_refunds
from functions.payments.store import dispute_store, put_aside
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import history
from functions.shared.outside import clock
from functions.shared.store import again
from functions.shared.store.again import Overtaken
from tests.integration.payments.attempts.test_held_money import bus, capture, held, void
from tests.integration.payments.card_double import Card
from tests.integration.payments.disputes.test_disputes import answer, case, disputed, paid
from tests.integration.payments.refunds.test_refunds_by_line import bought, refund
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in
from tests.support.races import in_between

__all__ = ["bought", "bus", "held", "paid"]
Patch = pytest.MonkeyPatch


def kinds(prefix: str) -> list[str]:
    return [event.type for event in events_in(PaymentsTable) if event.type.startswith(prefix)]


def test_a_capture_that_another_worker_brought_home_is_not_told_as_refused(
    shop: Shop, held: dict[str, Any], card: Card, monkeypatch: Patch
) -> None:
    """Both ask for it again; the provider takes it from one and says to the other that it is taken."""
    card.lost_answers, kept = 1, dict(card.captures)
    assert capture(shop, held, 5000).status == 201
    card.captures = kept
    known = history(held["id"])
    assert known is not None
    (pending,) = known.captures

    def the_other_worker() -> None:
        capture_payment.resume_capture(known, pending.capture)
        card.refuse = "already_captured"

    in_between(monkeypatch, capture_payment, "history", the_other_worker)
    capture_payment.resume_capture(known, pending.capture)
    after = history(held["id"])
    assert after is not None
    assert ([one.record.status for one in after.captures], kinds("payment.capture")) == (["succeeded"], [])


def test_what_staff_want_let_go_while_the_last_capture_is_refused_is_let_go(
    shop: Shop, held: dict[str, Any], card: Card, monkeypatch: Patch
) -> None:
    card.refuse = "expired_card"
    in_between(monkeypatch, capture_payment, "event_put", lambda: void(shop, held))
    body = {"amount": {"amount": 5000, "currency": "CNY"}, "final": True}
    assert shop.finance.post(f"/v1/admin/payments/{held['id']}/capture", body).status == 201
    assert (card.voided, card.captures, kinds("payment.capture")) == (True, {}, ["payment.capture_failed"])


def test_evidence_that_is_written_while_the_outcome_is_told_stays(shop: Shop, paid: dict[str, Any], monkeypatch: Patch) -> None:
    disputed(paid)
    dispute = case(shop)
    in_between(monkeypatch, dispute_store, "find_dispute", lambda: answer(shop, dispute, shipping_carrier="SF"))
    disputed(paid, EventType.CHARGE_BACK_REVERSE)
    closed = case(shop, "closed")
    assert (closed["status"], closed["evidence"], closed["version"]) == ("won", {"shipping_carrier": "SF"}, 3)


@pytest.mark.parametrize("submit", [False, True])
def test_the_outcome_that_is_told_while_staff_answer_stays(shop: Shop, paid: dict[str, Any], monkeypatch: Patch, *, submit: bool) -> None:
    disputed(paid)
    dispute = case(shop)
    in_between(monkeypatch, answer_dispute, "find_dispute", lambda: disputed(paid, EventType.CHARGE_BACK_LOST))
    late = answer(shop, dispute, submit=submit, shipping_carrier="SF")
    assert (late.status, late.code, case(shop, "closed")["status"]) == (409, "dispute_closed", "lost")


def test_two_of_the_staff_who_write_other_evidence_at_once(shop: Shop, paid: dict[str, Any], monkeypatch: Patch) -> None:
    disputed(paid)
    dispute = case(shop)
    in_between(monkeypatch, answer_dispute, "find_dispute", lambda: answer(shop, dispute, shipping_carrier="SF"))
    assert answer(shop, dispute, refund_policy="none").json["evidence"] == {"shipping_carrier": "SF", "refund_policy": "none"}


def test_two_of_the_staff_who_add_a_file_at_once(shop: Shop, paid: dict[str, Any], monkeypatch: Patch) -> None:
    disputed(paid)
    files, content_type = f"/v1/admin/disputes/{case(shop)['id']}/files", "application/pdf"
    in_between(
        monkeypatch, answer_dispute, "find_dispute", lambda: shop.finance.post(files, {"name": "a.pdf", "content_type": content_type})
    )
    assert shop.finance.post(files, {"name": "b.pdf", "content_type": content_type}).status == 201
    assert [one["name"] for one in case(shop)["files"]] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("refused", [False, True])
def test_evidence_is_handed_over_by_one_while_it_is_on_its_way(
    shop: Shop, paid: dict[str, Any], monkeypatch: Patch, *, refused: bool
) -> None:
    """What the provider has is what the case says; where it takes nothing the case is open again."""
    taken: list[dict[str, str]] = []

    def takes(_self: object, _attempt: object, _name: str, evidence: dict[str, str]) -> None:
        meanwhile.append(answer(shop, dispute, submit=True, refund_policy="none").code)
        if refused:
            raise Declined("too_late")
        taken.append(evidence)

    meanwhile: list[str] = []
    monkeypatch.setattr(again, "pause", lambda _: None)
    monkeypatch.setattr(SandboxProvider, "answer_dispute", takes)
    disputed(paid)
    dispute = case(shop)
    status = answer(shop, dispute, submit=True, shipping_carrier="SF").status
    after = case(shop)
    assert (status, meanwhile, taken) == (409 if refused else 200, ["contention"], [] if refused else [after["evidence"]])
    assert (after["status"], after["delivered"], after["evidence"]) == (
        "open" if refused else "submitted", not refused, {"shipping_carrier": "SF"},
    )  # fmt: skip


def test_one_piece_is_given_back_once_though_the_money_would_suffice_twice(
    shop: Shop, bought: dict[str, Any], provider: Provider, monkeypatch: Patch
) -> None:
    """Only the version of the order's refunds stands between: the payment bears both, the order knows the other one already."""
    hat = [{"line_id": "line_1", "quantity": 1}]
    in_between(monkeypatch, known_refunds, "histories_of", lambda: refund(shop, hat))
    late = refund(shop, hat)
    assert (late.status, late.code, len(provider.refunds)) == (422, "line_quantity_exceeded", 1)


def test_two_refunds_of_other_lines_at_once_are_both_made(
    shop: Shop, bought: dict[str, Any], provider: Provider, monkeypatch: Patch
) -> None:
    in_between(monkeypatch, known_refunds, "histories_of", lambda: refund(shop, [{"line_id": "line_0", "quantity": 1}]))
    assert refund(shop, [{"line_id": "line_1", "quantity": 1}], shipping=800).status == 201
    assert sorted(one["amount"] for one in provider.refunds.values()) == [45_000, 45_800]


def test_a_bill_that_is_asked_for_again_while_it_is_compared_counts_as_asked(card: Card) -> None:
    """The slow try tells nothing and shows nothing: the one that was begun later does."""
    day = clock.now().date()
    slow = begin("cards", "acct", day)
    assert slow is not None
    asked = enqueue("cards", "acct", day)
    with pytest.raises(Overtaken):
        finish(slow, [], [])
    known = find_run(asked.id)
    assert known is not None
    assert (known.status, known.run.attempt, kinds("reconciliation.")) == ("queued", 2, [])


def test_a_message_of_nobody_that_two_workers_read_at_once_is_put_aside_once(shop: Shop, monkeypatch: Patch) -> None:
    shop.webhook(told(shop.started(), reference="01jd0000000000000000000000"))
    messages = shop.waiting()
    in_between(monkeypatch, put_aside, "find", lambda: shop.work(messages))
    shop.work(messages)
    assert (len(shop.finance.get("/v1/admin/quarantine").json["data"]), kinds("payment.quarantined")) == (1, ["payment.quarantined"])
