"""A repair: taken in, diagnosed, paid for where the shop does not owe it, fixed or not, and sent back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, ReturnKind, ReturnState, Step
from functions.aftersales.model.repair import Repair
from functions.aftersales.returns.whose_case import Asking, buyers_case
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.aftersales.store.cases import find_case, on_case
from functions.aftersales.store.rules import case_rules
from functions.orders import done_writes, service_order, stop_writes
from functions.shared.auth.caller import Caller
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write
from functions.shared.store.versions import check_version

TITLE = {"zh": "维修及寄回", "en": "Repair and return"}
_Decided = tuple[Step, Case, Sequence[Write]]


def take_in(case_id: str, caller: Caller, *, if_match: int | None, remember: Remember[Case]) -> Case:
    """The piece is here. Raises NotFound, IllegalTransition (409), VersionConflict (409); so do all of these."""
    return _by_staff(case_id, caller, lambda case: (Step.TAKE_IN, case.stepped(Step.TAKE_IN, Party.STAFF), []), if_match, remember)


def diagnose(case_id: str, caller: Caller, finding: str, price: Money | None, *, if_match: int | None, remember: Remember[Case]) -> Case:
    """Within its warranty it is repaired at once, else when its price is paid; a price of 0 is the shop's kindness. Raises Conflict (409
    `in_warranty` with a price), Invalid (422 `price_missing` outside of it, `currency_mismatch`)."""

    def decide(case: Case) -> _Decided:
        if price and price.currency != case.currency:
            raise Invalid.field("/price/currency", "currency_mismatch", f"The order is in {case.currency}.")
        step = Step.QUOTE if price and price.amount else Step.BEGIN_REPAIR
        after = replace(case.stepped(step, Party.STAFF), repair=Repair(finding))
        if case.in_warranty and price and price.amount:
            raise Conflict("The shop owes this repair.", code="in_warranty")
        if price is None and not case.in_warranty:
            raise Invalid.field("/price", "price_missing", "Outside of its warranty a repair has a price; 0 where the shop gives it.")
        return _quoted(after, finding, price.amount, caller.actor) if price and price.amount else (step, after, [])

    return _by_staff(case_id, caller, decide, if_match, remember)


def _quoted(after: Case, finding: str, amount: int, actor: Actor) -> _Decided:
    until = times.iso(clock.now() + timedelta(hours=case_rules()[0].pay_hours))
    new = service_order(after.order_id, amount, TITLE, case_id=after.id, pay_until=until, actor=actor)
    return Step.QUOTE, replace(after, repair=Repair(finding, new.due, until), replacement=new.order_id), new.writes


def fix(case_id: str, caller: Caller, note: str, *, if_match: int | None, remember: Remember[Case]) -> Case:
    def decide(case: Case) -> _Decided:
        return Step.FIX, replace(case.stepped(Step.FIX, Party.STAFF), repair=replace(_of(case), note=note)), []

    return _by_staff(case_id, caller, decide, if_match, remember)


def give_up(case_id: str, caller: Caller, note: str, *, if_match: int | None, remember: Remember[Case]) -> Case:
    """It cannot be repaired: what was paid for it goes back."""
    return _by_staff(case_id, caller, lambda case: _given_up(case, Party.STAFF, "beyond_repair", caller.actor, note), if_match, remember)


def decline_quote(case_id: str, asking: Asking, *, remember: Remember[Case]) -> Case:
    """The buyer has it back as it is. Raises Forbidden for staff."""

    def attempt() -> Case:
        before = buyers_case(case_id, asking)
        step, after, moved = _given_up(before, Party.BUYER, "declined", asking.caller.actor)
        return write_step(step, before, after, actor=asking.caller.actor, remember=remember, moved=moved)

    return again(attempt)


def send_back(case_id: str, caller: Caller, carrier: str, waybill: str, *, if_match: int | None, remember: Remember[Case]) -> Case:
    def decide(case: Case) -> _Decided:
        sent = replace(_of(case), carrier=carrier, waybill=waybill)
        done = done_writes(case.replacement, actor=caller.actor) if case.replacement and not sent.unrepaired else []
        return Step.SEND_BACK, replace(case.stepped(Step.SEND_BACK, Party.STAFF), repair=sent), done

    return _by_staff(case_id, caller, decide, if_match, remember)


def note_quote(case_id: str, *, paid: bool) -> None:
    """Its price has come, or will not come in time. Once, however often it is told."""

    def attempt() -> None:
        case = find_case(case_id)
        if case is None or case.kind is not ReturnKind.REPAIR or case.state is not ReturnState.QUOTED:
            return
        if paid:
            write_step(Step.QUOTE_PAID, case, case.stepped(Step.QUOTE_PAID, Party.TIME), actor=SYSTEM, remember=unremembered)
            return
        step, after, moved = _given_up(case, Party.TIME, "not_paid", SYSTEM)
        write_step(step, case, after, actor=SYSTEM, remember=unremembered, moved=moved)

    again(attempt)


def _given_up(case: Case, by: Party, because: str, actor: Actor, note: str = "") -> _Decided:
    after = case.stepped(Step.GIVE_UP, by)
    if by is Party.BUYER and case.state is not ReturnState.QUOTED:
        raise Conflict("There is no price to decline.", code="nothing_offered")
    stopped = stop_writes(case.replacement, actor=actor) if case.replacement else []
    return Step.GIVE_UP, replace(after, repair=replace(_of(case), unrepaired=because, note=note), ended_because=because), stopped


def _of(case: Case) -> Repair:
    return case.repair or Repair()


def _by_staff(case_id: str, caller: Caller, decide: Callable[[Case], _Decided], if_match: int | None, remember: Remember[Case]) -> Case:
    def attempt(before: Case) -> Case:
        check_version(before.version, if_match)
        step, after, moved = decide(before)
        return write_step(step, before, after, actor=caller.actor, remember=remember, moved=moved)

    return on_case(case_id, attempt)
