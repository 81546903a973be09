"""What becomes of orders, as facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from functions.reports.facts.write_facts import Draft, Known, store_zone
from functions.reports.model.account import Account
from functions.reports.model.facts import Fact
from functions.reports.model.facts_of_orders import amendment, cancellation, exchange, opened, refund, refund_undone, sale
from functions.reports.model.goods_only import goods_of_refund, goods_only
from functions.reports.store.records import ReportsTable, buyer_key, cost_key
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_notes import OrderImported
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    OrderRefundFailed,
    OrderSummary,
)
from functions.shared.events.contracts.returns import ReturnExchanged
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.errors import NotFound
from functions.shared.store.transactions import Delete, transact

Making = Callable[[Known, Account], tuple[Fact | None, Account]]


def of_placed(told: Sequence[Envelope]) -> Iterable[Draft]:
    """By what they are counted is known before their payments are told. No fact."""
    return (_of_order(envelope.id, data_of(envelope, OrderPlaced).order, lambda _, account: (None, account)) for envelope in told)


def of_sales(told: Sequence[Envelope]) -> Iterable[Draft]:
    paid = ((envelope.id, data_of(envelope, OrderPaid)) for envelope in told)
    return (_sale(number, one.paid_at, goods_only(one.order), one.payment_id) for number, one in paid)


def of_amendments(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Of paid orders: what they cost more or less, when that was decided."""

    def draft(envelope: Envelope, before: OrderSummary, after: OrderSummary) -> Draft:
        at = envelope.id, envelope.occurred_at
        return _of_order(envelope.id, after, lambda known, account: _amended(at, before, after, known, account), after)

    known = ((envelope, data_of(envelope, OrderAmended)) for envelope in told)
    return (draft(envelope, goods_only(one.before), goods_only(one.order)) for envelope, one in known if one.before)


def of_cancellations(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Only of paid orders: cancelling an unpaid one changes no figure."""

    def draft(envelope: Envelope, one: OrderCancelled) -> Draft:
        at = envelope.id, envelope.occurred_at
        order = goods_only(one.order)
        return _of_order(envelope.id, order, lambda _, account: cancellation(at, order, one.reason, account))

    known = ((envelope, data_of(envelope, OrderCancelled)) for envelope in told)
    return (draft(envelope, one) for envelope, one in known if one.paid and one.previous_status != "pending_payment")


def of_refunds(told: Sequence[Envelope]) -> Iterable[Draft]:
    def draft(envelope: Envelope, one: OrderRefunded) -> Draft:
        at = envelope.id, one.refunded_at or envelope.occurred_at
        return _of_order(envelope.id, one.order, lambda _, account: refund(at, one, account))

    return (draft(envelope, goods_of_refund(data_of(envelope, OrderRefunded))) for envelope in told)


def of_refunds_undone(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Of money that had gone out and came back. Raises NotFound while its refund was not told (tried again)."""

    def draft(envelope: Envelope, one: OrderRefundFailed) -> Draft:
        def make(_: Known, account: Account) -> tuple[Fact | None, Account]:
            undone = refund_undone((envelope.id, envelope.occurred_at), one.refund_id, one.reason, account)
            if undone is None:
                raise NotFound("The refund was not told yet.")
            return undone

        return Draft(envelope.id, one.order_id, make)

    known = ((envelope, data_of(envelope, OrderRefundFailed)) for envelope in told)
    return (draft(envelope, one) for envelope, one in known if one.came_back)


def of_exchanges(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Of pieces that came back and were the order's."""

    def draft(envelope: Envelope, one: ReturnExchanged, order: OrderSummary) -> Draft:
        at = envelope.id, envelope.occurred_at
        came = {line.line_id: sum(pieces for grade, pieces in line.grades.items() if grade != "not_ours") for line in one.lines}
        return _of_order(envelope.id, order, lambda _, account: exchange(at, order, one.return_id, came, account))

    known = ((envelope, data_of(envelope, ReturnExchanged)) for envelope in told)
    return (draft(envelope, one, goods_only(one.order)) for envelope, one in known if one.order)


def of_imported(told: Sequence[Envelope]) -> Iterable[Draft]:
    """Sold on the day it was paid elsewhere, and cancelled on the day it was cancelled there; one that was never paid changes no figure."""
    drafts = []
    for envelope in told:
        one = data_of(envelope, OrderImported)
        if one.paid_at:
            drafts.append(_sale(envelope.id, one.paid_at, one.order, ""))
        if one.paid_at and one.cancelled_at:
            number = f"{envelope.id}#cancelled"
            drafts.append(_cancelled_elsewhere((number, one.cancelled_at), one.order))
    return drafts


def forget_buyers(told: Sequence[Envelope]) -> None:
    """Of who is erased nothing names which order was their first. How their orders counted stays."""
    for envelope in told:
        pk, sk = buyer_key(data_of(envelope, ErasureRequested).person)
        transact([Delete(ReportsTable(pk, sk))])


def _cancelled_elsewhere(told: tuple[str, str], order: OrderSummary) -> Draft:
    return _of_order(told[0], order, lambda _, account: cancellation(told, order, "imported", account))


def _sale(number: str, at: str, order: OrderSummary, payment_id: str) -> Draft:
    def make(known: Known, account: Account) -> tuple[Fact | None, Account]:
        account = _costed(known, account, at, order)
        first = known.first_of(order.customer_id, order.order_id) if order.customer_id else ""
        customer = "guest" if not first else "new" if first == order.order_id else "returning"
        dims = account.dims if account.dims.customer else replace(account.dims, customer=customer, buyer=first)
        account = replace(account, dims=dims, paid_by=payment_id, paid_at=account.paid_at or at)
        return sale((number, at), order, payment_id, account), account

    needs = [buyer_key(order.customer_id)] if order.customer_id else []
    return _of_order(number, order, make, order, needs)


def _amended(
    told: tuple[str, str], before: OrderSummary, after: OrderSummary, known: Known, account: Account
) -> tuple[Fact | None, Account]:
    account = _costed(known, account, told[1], after)
    return amendment(told, before, after, account), account


def _costed(known: Known, account: Account, at: str, order: OrderSummary) -> Account:
    """What a line costs is fixed when it is sold, for good."""
    costs = {**account.costs}
    for line in order.lines:
        cost = known.costs(line.variant_id).at(at, order.currency)
        if line.line_id not in costs and cost is not None:
            costs[line.line_id] = cost
    return replace(account, costs=costs)


def _of_order(
    number: str, order: OrderSummary, make: Making, costed: OrderSummary | None = None, needs: Sequence[tuple[str, str]] = ()
) -> Draft:
    def made(known: Known, account: Account) -> tuple[Fact | None, Account]:
        return make(known, opened(account, order, store_zone()))

    costs = [cost_key(line.variant_id) for line in (costed.lines if costed else ())]
    return Draft(number, order.order_id, made, (*needs, *costs))
