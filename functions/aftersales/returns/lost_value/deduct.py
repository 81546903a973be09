"""Staff take off what withdrawn goods have lost because they were handled more than it takes to see what they are (Directive 2011/83/EU,
Article 14(2)): with a reason, within the pieces' price, and only of a buyer who was told of their right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.returns.carrying.expected import expected_of
from functions.aftersales.returns.whose_case import SHOP
from functions.orders import contract_of
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class Deduction:
    line_id: str
    money: Money
    reason: str


def with_deductions(before: Case, graded: Case, wanted: Sequence[Deduction], caller: Caller) -> Case:
    """`graded`: what came. Raises Forbidden unless they may decide about orders; Conflict (409 `no_deduction`: no withdrawal;
    `already_paid_back`; `not_informed`), Invalid (422 `unknown_line`, `line_named_twice`, `currency_mismatch`, `deduction_too_high`)."""
    if not wanted:
        return graded
    caller.require("orders.write")
    if before.kind is not ReturnKind.WITHDRAWAL:
        raise Conflict("Only of withdrawn goods a loss of value is taken off; a policy has its fee.", code="no_deduction")
    if before.refunds:
        raise Conflict("Its money went back already.", code="already_paid_back")
    if contract_of(before.order_id, caller=SHOP, order_token=None).told_at is None:
        raise Conflict("The buyer was not told of their right: they owe nothing for lost value.", code="not_informed")
    bring = {part.line_id: part.amount for part in expected_of(graded, is_last=False).own if part.kind == "line"}
    named = [one.line_id for one in wanted]
    faults = [fault for n, one in enumerate(wanted) if (fault := _fault(n, one, graded, bring, named[:n]))]
    if faults:
        raise Invalid("So much cannot be taken off.", faults=faults, code=faults[0].code)
    lost = {one.line_id: one for one in wanted}
    lines = [
        replace(line, lost=lost[line.line_id].money.amount, lost_because=lost[line.line_id].reason) if line.line_id in lost else line
        for line in graded.lines
    ]
    return replace(graded, lines=lines)


def _fault(n: int, one: Deduction, case: Case, bring: dict[str, int], before: Sequence[str]) -> Fault | None:
    at = f"/deductions/{n}"
    if all(line.line_id != one.line_id for line in case.lines):
        return Fault(f"{at}/line_id", "unknown_line", "The case has no such line.")
    if one.line_id in before:
        return Fault(f"{at}/line_id", "line_named_twice", "Name each line once.")
    if one.money.currency != case.currency:
        return Fault(f"{at}/amount/currency", "currency_mismatch", f"The order is in {case.currency}.")
    most = bring.get(one.line_id, 0)
    return Fault(f"{at}/amount/amount", "deduction_too_high", f"Its pieces bring {most}.") if one.money.amount > most else None
