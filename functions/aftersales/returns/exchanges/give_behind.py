"""Pieces of an exchange's order that do not reach their buyer: given back without a case before they left (by hand, or because a picker
missed them), or in a parcel that came back. The order gives its own money alone, and where no piece was sent nobody can open a case; so
what stands behind them goes back as a case that opens by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from functions.aftersales.model.carried import is_behind, shares
from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind, ReturnState, Step
from functions.aftersales.model.ledger import MOST_CASES, CasePieces
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.write_case import told_of
from functions.aftersales.store.cases import cases_of, find_case, opened_writes, pieces_of
from functions.orders import Contract, ContractLine, contract_of
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

_BEHIND = "What was paid for the pieces that these were exchanged for."
_CLAUSE = Clause("exchange", 0, "", Freight.SHOP, 0, {"en": _BEHIND, "zh": "此次换货所退回商品的原付款。"})


def give_behind(order_id: str, cause: str, pieces: Mapping[str, int]) -> None:
    """`pieces`: by line, what the cause is about: a refund gave them back, a parcel came back with them, a case about them ended. Once for
    a cause, however often it is told, and once for a piece, whatever causes it has; nothing of other orders, of pieces that are with their
    buyer, on the way or still to leave, and of those that a case sees to."""
    case_id = ids.derived_id("ret", order_id, cause, "behind")

    def attempt() -> None:
        if not any(pieces.values()) or find_case(case_id):
            return
        contract = contract_of(order_id, caller=SHOP, order_token=None)
        exchange = find_case(contract.order.case_id) if contract.order.case_id else None
        if exchange is None or not is_behind(exchange) or contract.is_over:
            return
        ledger = pieces_of(order_id)
        wanted = _not_coming(contract.lines, ledger, pieces)
        amount = sum(share.amount for share in shares(exchange, wanted).values())
        if not amount or len(ledger.cases) >= MOST_CASES:
            return
        case = replace(_case(case_id, contract, wanted), amount=amount)
        transact([*opened_writes([case], ledger), told_of(Step.APPROVE, case, SYSTEM)])
        fact("case.behind_given", case_id=case_id, order_id=order_id, cause=cause, amount=amount)

    again(attempt)


def _not_coming(lines: Iterable[ContractLine], ledger: CasePieces, pieces: Mapping[str, int]) -> dict[str, int]:
    """What cases hold beyond the pieces that were sent came back while they were open, or after they were put right."""
    seen_to, held = Counter[str](), ledger.taken()
    for case in cases_of(ledger):
        if case.unsent:
            seen_to.update({line.line_id: line.quantity for line in case.lines})
    found = {}
    for line in lines:
        gone = line.quantity - line.sent - line.unsent - seen_to[line.line_id] - max(0, held[line.line_id] - line.sent)
        found[line.line_id] = min(pieces.get(line.line_id, 0), gone)
    return {line_id: count for line_id, count in found.items() if count > 0}


def _case(case_id: str, contract: Contract, wanted: Mapping[str, int]) -> Case:
    order = contract.order
    lines = [
        CaseLine(line.line_id, line.variant_id, line.sku, wanted[line.line_id], Reason.MISSING, _CLAUSE)
        for line in contract.lines
        if line.line_id in wanted
    ]
    return Case(
        id=case_id,
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id or "",
        kind=ReturnKind.REFUND_ONLY,
        lines=lines,
        currency=order.currency,
        amount=0,
        opened_at=times.iso(clock.now()),
        state=ReturnState.APPROVED,
        decided_by="exchange",
        follows=order.case_id,
        unsent=True,
    )
