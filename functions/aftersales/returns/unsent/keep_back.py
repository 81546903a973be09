"""Withdrawn pieces that have not left: they do not leave any more, and their money goes back at once.

The order's version decides between this and a parcel that leaves. What has left by then has to come back first, like any goods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, Step
from functions.aftersales.returns.carrying.carried import from_sources
from functions.aftersales.returns.carrying.expected import Expected, expected_of
from functions.aftersales.returns.open_case import expected_amount
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.write_case import told_of, unremembered, write_step
from functions.aftersales.store.cases import case_writes, cases_of, pieces_of, split_writes
from functions.aftersales.store.rules import case_rules
from functions.orders import Contract, cancel_withdrawn, contract_of, take_out_withdrawn
from functions.payments import OwnRefund, Refund, refund_with_credits
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, transact

_LOOK_AGAIN = timedelta(hours=1)


def keep_back(case: Case) -> None:
    """Raises Overtaken when something moved meanwhile: look again. Raises Conflict, Invalid for what payments refuse for good."""
    contract = contract_of(case.order_id, caller=SHOP, order_token=None)
    if contract.is_over:
        _end(case)
        return
    if (contract.is_unpaid or contract.order.revision) and _ended_unpaid(case, contract):
        return
    left = _left(case, contract)
    if any(left.values()):
        elsewhere = _elsewhere(case, contract, left)
        if elsewhere:
            _without(case, elsewhere)
        else:
            _as_sent(case, left)
        raise Overtaken
    try:
        _pay(case)
    except Conflict as refused:
        if refused.code == "already_sent":
            raise Overtaken from refused
        if refused.code != "nothing_paid":
            raise
        # Promised, not taken.
        if _is_all(case, contract):
            _cancel(case)
        else:
            look_again(case, refused.code)


def _left(case: Case, contract: Contract) -> dict[str, int]:
    """Pieces by line that are not here any more, of those that are still to be paid."""
    here = {line.line_id: line.unsent for line in contract.lines}
    return {line.line_id: max(0, line.quantity - case.elsewhere.get(line.line_id, 0) - here.get(line.line_id, 0)) for line in case.lines}


def _elsewhere(case: Case, contract: Contract, left: Mapping[str, int]) -> dict[str, int]:
    """Those of them that never left: their money went back by another way since the statement, so there is nothing to send back. What other
    cases asked for is theirs."""
    theirs = Counter[str]()
    for other in cases_of(pieces_of(case.order_id)):
        if other.unsent and (other.id == case.id or other.refunds):
            theirs.update(other.elsewhere if other.id == case.id else {line.line_id: line.quantity for line in other.lines})
    stayed = {line.line_id: line.quantity - line.sent - line.unsent - theirs[line.line_id] for line in contract.lines}
    found = {line_id: min(pieces, stayed.get(line_id, 0)) for line_id, pieces in left.items()}
    return {line_id: pieces for line_id, pieces in found.items() if pieces > 0}


def _without(case: Case, elsewhere: Mapping[str, int]) -> None:
    """The case is about these pieces as before, and asks no money of the order for them."""
    pieces, both = pieces_of(case.order_id), Counter(case.elsewhere) + Counter(elsewhere)
    after = replace(case, elsewhere=dict(both))
    transact(case_writes(case, replace(after, amount=expected_amount(after)), pieces))
    fact("case.paid_elsewhere", case_id=case.id, order_id=case.order_id, pieces=sum(elsewhere.values()))


def _pay(case: Case) -> None:
    pieces = pieces_of(case.order_id)

    def asked(refunds: Sequence[Refund]) -> list[Write]:
        after = replace(case, refunds=[one.id for one in refunds], deadline="", stuck="")
        return [*case_writes(case, after, pieces), *moved]

    found = _expected(case)
    if found is None:
        _end(case)
        return
    carried = found.carried
    moved = carried.drawn_writes(found.taken) if carried else []
    credits = from_sources(carried.exchange, found.further) if carried else []
    # A wish without lines would be one for all that is left.
    own = OwnRefund(case.order_id, found.wish, unsent=True, held=True) if found.own or not case.elsewhere else None
    made = refund_with_credits(own, credits, why="withdrawal", case_id=case.id, caller=SHOP, remember=asked)
    fact("case.refund_requested", case_id=case.id, order_id=case.order_id, refunds=len(made))


def _expected(case: Case) -> Expected | None:
    """None where all of it went back by another way. Raises as `expected_of` does."""
    try:
        found = expected_of(case, is_last=False)
    except Invalid as refused:
        if not case.waiting and refused.code == "refund_exceeds_captured":
            return None
        raise
    return found if found.own or found.further or case.waiting else None


def _ended_unpaid(case: Case, contract: Contract) -> bool:
    """Of an order that is not paid nothing goes back: it ends where all of it was withdrawn, else it goes on without these pieces. Whether
    the case is over, or shown to people because the order cannot do without them."""
    if contract.is_unpaid and _is_all(case, contract):
        _cancel(case)
        return True
    try:
        taken_out = take_out_withdrawn(case.order_id, case.id, {line.line_id: line.quantity for line in case.lines})
    except (Conflict, Invalid) as refused:
        look_again(case, refused.code)
        return True
    if taken_out:
        _end(case)
    return taken_out


def _is_all(case: Case, contract: Contract) -> bool:
    wanted = {line.line_id: line.quantity for line in case.lines}
    return all(line.sent == 0 and line.unsent == wanted.get(line.line_id, 0) for line in contract.lines)


def _cancel(case: Case) -> None:
    cancel_withdrawn(case.order_id)
    _end(case)


def look_again(case: Case, code: str) -> None:
    """People see it, until it is paid or otherwise."""
    later = times.iso(clock.now() + _LOOK_AGAIN)
    transact(case_writes(case, replace(case.shown(code), deadline=later)))
    fact("case.stuck", case_id=case.id, order_id=case.order_id, code=code)


def _end(case: Case) -> None:
    """What was paid for it goes back with the order's own end."""
    after = replace(case.stepped(Step.PAY, Party.TIME), refunds=["none"], paid=["none"])
    write_step(Step.PAY, case, after, actor=SYSTEM, remember=unremembered)


def _as_sent(case: Case, left: Mapping[str, int]) -> None:
    """What has left becomes a case of goods that come back; all of it, or beside the rest."""
    rules, pieces = case_rules()[0], pieces_of(case.order_id)
    until = times.iso(clock.now() + timedelta(hours=rules.send_hours))
    gone = [replace(line, quantity=left[line.line_id]) for line in case.lines if left[line.line_id]]
    rest = [replace(line, quantity=line.quantity - left[line.line_id]) for line in case.lines if line.quantity > left[line.line_id]]
    up_to = None if case.delivery_if_unsent else case.delivery_up_to
    goods = replace(case, lines=gone, unsent=False, elsewhere={}, deadline=until, return_address=rules.return_address, delivery_up_to=up_to)
    if not rest:
        transact(case_writes(case, replace(goods, amount=expected_amount(goods)), pieces))
        return
    new = replace(goods, id=ids.derived_id("ret", case.id, "sent"), version=0)
    kept = replace(case, lines=rest, delivery_up_to=None)
    new, kept = replace(new, amount=expected_amount(new)), replace(kept, amount=expected_amount(kept))
    transact([*split_writes(kept, new, pieces), told_of(Step.WITHDRAW, new, SYSTEM)])
