"""A buyer chooses their remedy: a case brings it, approved from the beginning, since nobody decides about it (Article 37)."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind, ReturnState, Step
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.model.recall import Notice, NoticeState, Recall, RecallState, Remedy
from functions.aftersales.recalls.choices import choosable
from functions.aftersales.returns.open_case import expected_amount
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.write_case import told_of
from functions.aftersales.store.cases import find_case, opened_writes, pieces_of
from functions.aftersales.store.recalls import count_write, find_notice, get_recall, notice_put, opened_notice
from functions.aftersales.store.records import AftersalesTable, notice_pk
from functions.aftersales.store.rules import case_rules
from functions.orders import BoughtPieces, bought_pieces, replacement
from functions.shared.events.contracts.recalls import RecallAnswered
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, Write, transact

_NORM = "Regulation (EU) 2023/988, Article 37"
_CLAUSE = Clause("law", 0, "", Freight.SHOP, 0, {"en": _NORM, "zh": _NORM})
_BUYER = Actor("guest")


def answer_recall(text: str, remedy: Remedy, *, remember: Remember[Notice]) -> Notice:
    """By whoever has the link of the mail. Raises NotFound; Invalid (422 `remedy_not_offered`); Conflict (409 `already_answered`,
    `recall_closed`, `pieces_in_another_case`, `exchange_not_over`), OutOfStock (409) for a replacement that is not there."""

    def attempt() -> Notice:
        notice = opened_notice(text)
        recall = get_recall(notice.recall_id)
        _check(notice, recall, remedy)
        ledger = pieces_of(notice.order_id)
        bought = bought_pieces(notice.order_id, caller=SHOP, order_token=None)
        case, moved = _chosen(notice, recall, remedy, ledger, bought)
        after = replace(
            notice, state=NoticeState.ANSWERED, remedy=remedy, case_id=case.id, answered_at=times.iso(clock.now()), remedied_at=""
        )
        told = RecallAnswered(notice.id, recall.id, notice.order_id, remedy.value, case.id)
        event = event_put(AftersalesTable, notice_pk(notice.id), told, subject=notice.id, actor=_BUYER, cause=case.id)
        counted = [count_write(recall.id, answered=1)] if notice.state is NoticeState.TOLD else []
        approved = told_of(Step.APPROVE, case, _BUYER)
        written = replace(after, version=notice.version + 1)
        cases = opened_writes([case], ledger, order_version=bought.version)
        transact([notice_put(after), event, *counted, *cases, approved, *moved, *remember(written)])
        fact("recall.answered", recall_id=recall.id, order_id=notice.order_id, remedy=remedy.value)
        return written

    return again(attempt)


def note_remedied(case_id: str) -> None:
    """The case has brought what its buyer chose. Once, however often it is told."""

    def attempt() -> None:
        case = find_case(case_id)
        notice = find_notice(case.notice_id) if case and case.notice_id else None
        if notice is None or notice.case_id != case_id or notice.state is not NoticeState.ANSWERED:
            return
        after = replace(notice, state=NoticeState.REMEDIED, remedied_at=times.iso(clock.now()))
        transact([notice_put(after), count_write(notice.recall_id, remedied=1)])

    again(attempt)


def _check(notice: Notice, recall: Recall, remedy: Remedy) -> None:
    case = find_case(notice.case_id) if notice.case_id else None
    if case and case.state not in (ReturnState.CANCELLED, ReturnState.REJECTED):
        chosen = notice.remedy.value if notice.remedy else ""
        raise Conflict("The remedy was chosen already.", code="already_answered", remedy=chosen, return_id=case.id)
    if recall.state is RecallState.CLOSED:
        raise Conflict("The recall is closed.", code="recall_closed", closed_at=recall.closed_at)
    if remedy not in recall.remedies:
        raise Invalid.field("/remedy", "remedy_not_offered", "Choose one of: " + ", ".join(one.value for one in recall.remedies))


def _chosen(notice: Notice, recall: Recall, remedy: Remedy, ledger: CasePieces, bought: BoughtPieces) -> tuple[Case, list[Write]]:
    try:
        return _case(notice, recall, remedy, ledger, bought)
    except Conflict as refused:
        now = find_notice(notice.id)
        if now and now.version != notice.version:
            # Two answers came at once, and the other one was faster.
            raise Overtaken from refused
        raise


def _case(notice: Notice, recall: Recall, remedy: Remedy, ledger: CasePieces, bought: BoughtPieces) -> tuple[Case, list[Write]]:
    """With what belongs to it: a replacement is an order of its own."""
    pieces = choosable(notice, recall, bought, ledger)
    if not pieces:
        raise Conflict("These pieces came back, were paid back, or are in another case.", code="pieces_in_another_case")
    order, kind = bought.order, _kind(remedy, recall)
    case = Case(
        id=fresh.new_id("ret"),
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id or "",
        kind=kind,
        lines=[
            CaseLine(line_id, bought.lines[line_id].variant_id, bought.lines[line_id].sku, count, Reason.DEFECTIVE, _CLAUSE)
            for line_id, count in pieces.items()
        ],
        currency=order.currency,
        amount=0,
        opened_at=times.iso(clock.now()),
        state=ReturnState.APPROVED,
        decided_by="recall",
        return_address=case_rules()[0].return_address,
        notice_id=notice.id,
        follows=order.case_id,
    )
    if kind is ReturnKind.RESHIP:
        new = replacement(order.id, pieces, actor=_BUYER, instead=recall.replacement_variant)
        lines = [replace(line, reship=line.quantity) for line in case.lines]
        return replace(case, lines=lines, replacement=new.order_id), new.writes
    return (case if kind is ReturnKind.REPAIR else replace(case, amount=expected_amount(case))), []


def _kind(remedy: Remedy, recall: Recall) -> ReturnKind:
    if remedy is Remedy.REPAIR:
        return ReturnKind.REPAIR
    if remedy is Remedy.REPLACEMENT:
        return ReturnKind.RESHIP
    return ReturnKind.RETURN if recall.goods_back else ReturnKind.REFUND_ONLY
