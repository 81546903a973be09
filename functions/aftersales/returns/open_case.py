"""A buyer opens a case about pieces that were sent to them. What of the policy is applied stays with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from functions.aftersales.model.bundles import splits
from functions.aftersales.model.carried import is_drawn, rest
from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind, Step
from functions.aftersales.model.ledger import MOST_CASES, CasePieces
from functions.aftersales.model.policy import CaseRules, applied, policy_for, repair_clause
from functions.aftersales.model.reasons import NOT_SEEN, OF_THE_SHOP, Reason
from functions.aftersales.returns.begin_exchange import begin_exchange
from functions.aftersales.returns.carrying.expected import expected_of
from functions.aftersales.returns.warranty import warranties
from functions.aftersales.returns.whose_case import SHOP, Asking
from functions.aftersales.returns.write_case import write_step
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.evidence_files import check_evidence
from functions.aftersales.store.rules import case_rules
from functions.catalog import category_paths
from functions.orders import BoughtPieces, bought_pieces
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.plain.settings import settings
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember


@dataclass(frozen=True)
class WantedLine:
    line_id: str
    quantity: int
    reason: Reason
    variant_id: str = ""


@dataclass(frozen=True)
class Wanted:
    kind: ReturnKind
    lines: Sequence[WantedLine]
    evidence: Sequence[str] = ()
    note: str = ""


def open_case(order_id: str, wanted: Wanted, asking: Asking, *, remember: Remember[Case]) -> Case:
    """The case as requested; what is exchanged is reserved with it. Raises NotFound; Invalid (422) for lines, pieces and evidence that are
    not of the order or not free; Conflict (409) by the policy (`return_window_over`, `return_excluded`), where nothing is left to pay back,
    or for what is wanted instead (`unpublished`, `other_merchant`, OutOfStock)."""

    def attempt() -> Case:
        bought, pieces = _bought(order_id, asking), pieces_of(order_id)
        case = _case(bought, wanted, pieces)
        check_evidence(order_id, wanted.evidence)
        if wanted.kind is ReturnKind.EXCHANGE:
            variants = {line.line_id: line.variant_id for line in wanted.lines}
            case, moved = begin_exchange(case, variants, case_rules()[0], clock.now(), asking.caller.actor)
            return write_step(Step.OPEN, None, case, actor=asking.caller.actor, remember=remember, pieces=pieces, moved=moved)
        if wanted.kind is ReturnKind.REPAIR:
            return write_step(Step.OPEN, None, case, actor=asking.caller.actor, remember=remember, pieces=pieces)
        case = _with_amount(case, bought, pieces)
        if wanted.kind is ReturnKind.RESHIP:
            case = replace(case, lines=[replace(line, reship=line.quantity) for line in case.lines])
        return write_step(Step.OPEN, None, case, actor=asking.caller.actor, remember=remember, pieces=pieces)

    return again(attempt)


def look_at_return(order_id: str, lines: Sequence[WantedLine], asking: Asking) -> Case:
    """The return that `open_case` would open, and nothing opened. Raises as that does."""
    bought, pieces = _bought(order_id, asking), pieces_of(order_id)
    return _with_amount(_case(bought, Wanted(ReturnKind.RETURN, lines), pieces), bought, pieces)


def _bought(order_id: str, asking: Asking) -> BoughtPieces:
    bought = bought_pieces(order_id, caller=asking.caller, order_token=asking.order_token)
    if not bought.is_buyer:
        asking.caller.require("orders.write")
    return bought


def _with_amount(case: Case, bought: BoughtPieces, pieces: CasePieces) -> Case:
    is_last = _is_last(bought, pieces.holding(case.id, case.held))
    return replace(case, amount=expected_of(case, is_last=is_last).amount)


def expected_amount(case: Case) -> int:
    """What the case as it is now would pay back; nothing, where all of the order's money is back."""
    is_last = case.kind is not ReturnKind.WITHDRAWAL and is_last_of(case)
    if case.swap and case.swap.off and (case.swap.gave_back or is_drawn(case)) and case.swap.sources:
        # A part of what it put aside went back, less the freight: the rest goes the same way.
        return max(0, rest(case) - (0 if case.swap.gave_back else case.freight))
    try:
        return max(0, expected_of(case, is_last=is_last).amount - case.freight)
    except Invalid as refused:
        if refused.code == "line_quantity_exceeded":
            # Paid back by hand meanwhile: the goods are taken in all the same, and who asks for the money shows it to people.
            return case.amount
        if refused.code != "refund_exceeds_captured":
            raise
        return 0


def for_money(case: Case) -> Case:
    """What it pays back as a return; people look where the payments domain says that nothing is left."""
    try:
        return replace(case, amount=expected_amount(case))
    except (Conflict, Invalid) as refused:
        return case.shown(refused.code)


def is_last_of(case: Case) -> bool:
    bought = bought_pieces(case.order_id, caller=SHOP, order_token=None)
    return _is_last(bought, pieces_of(case.order_id).holding(case.id, case.held))


def _is_last(bought: BoughtPieces, pieces: CasePieces) -> bool:
    taken = pieces.taken()
    return all(taken[line.line_id] >= line.quantity for line in bought.lines.values())


def _check_bundles(bought: BoughtPieces, wanted: Wanted, pieces: CasePieces) -> None:
    """Raises Conflict (409 `bundle_comes_whole`) to its buyer; staff may take back what they like. What is wrong with what was sent comes
    back by itself, whatever it was bought with."""
    if not bought.is_buyer:
        return
    free = {line.line_id for line in wanted.lines if line.reason not in OF_THE_SHOP}
    back = pieces.taken() + Counter({line.line_id: line.quantity for line in wanted.lines})
    quantities = {line_id: line.quantity for line_id, line in bought.lines.items()}
    torn = [one for one in bought.order.bundles if one.whole_only and free & one.pieces.keys() and splits(one.pieces, quantities, back)]
    if torn:
        raise Conflict("The bundle comes back as a whole only.", code="bundle_comes_whole", line_ids=sorted(torn[0].pieces))


def _case(bought: BoughtPieces, wanted: Wanted, pieces: CasePieces) -> Case:
    unknown = [
        Fault(f"/lines/{n}/line_id", "unknown_line", "The order has no such line.")
        for n, line in enumerate(wanted.lines)
        if line.line_id not in bought.lines
    ]
    if unknown:
        raise Invalid("The order has no such lines.", faults=unknown, code="unknown_line")
    if len(pieces.cases) >= MOST_CASES:
        raise Conflict(f"An order has at most {MOST_CASES} cases.", code="too_many_returns", most=MOST_CASES)
    _check_fault(wanted)
    pieces.check({line.line_id: line.quantity for line in wanted.lines}, {line.line_id: line.sent for line in bought.lines.values()})
    _check_bundles(bought, wanted, pieces)
    rules, now, order = case_rules()[0], clock.now(), bought.order
    return Case(
        id=fresh.new_id("ret"),
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id or "",
        kind=wanted.kind,
        lines=_lines(bought, wanted, rules),
        currency=order.currency,
        amount=0,
        opened_at=times.iso(now),
        follows=order.case_id,
        note=wanted.note,
        evidence=list(wanted.evidence),
        deadline=times.iso(now + timedelta(hours=rules.answer_hours)),
    )


def _check_fault(wanted: Wanted) -> None:
    """Sent once more is what was lost, damaged or wrong; what can be seen of that is shown."""
    if wanted.kind not in (ReturnKind.RESHIP, ReturnKind.CLAIM):
        return
    faults = [
        Fault(f"/lines/{n}/reason", "not_a_fault", "Only what is lost, damaged or wrong is sent again; else it is a return.")
        for n, line in enumerate(wanted.lines)
        if line.reason not in OF_THE_SHOP
    ]
    if faults:
        raise Invalid("These pieces cannot be claimed.", faults=faults, code="not_a_fault")
    if not wanted.evidence and any(line.reason not in NOT_SEEN for line in wanted.lines):
        raise Invalid.field("/evidence", "evidence_needed", "Show what is wrong with a picture.")


def _lines(bought: BoughtPieces, wanted: Wanted, rules: CaseRules) -> list[CaseLine]:
    zone, now = ZoneInfo(settings().store_timezone), clock.now()
    paths = category_paths() if any(policy.category_id for policy in rules.policies) else {}
    owed = warranties(bought, rules) if wanted.kind is ReturnKind.REPAIR else {}
    lines = []
    for one in wanted.lines:
        line = bought.lines[one.line_id]
        policy = policy_for(line.category_id, rules.policies, paths)
        if wanted.kind is ReturnKind.REPAIR:
            ends = owed[one.line_id].ends[: one.quantity]
            last = min(ends, default="")
            clause = repair_clause(policy, in_warranty=not last or last > times.iso(now), ends_at=last)
            lines.append(CaseLine(line.line_id, line.variant_id, line.sku, one.quantity, one.reason, clause, warranty=ends))
            continue
        clause = applied(policy, one.reason, line.delivered_at, now, zone)
        lines.append(CaseLine(line.line_id, line.variant_id, line.sku, one.quantity, one.reason, clause))
    return lines
