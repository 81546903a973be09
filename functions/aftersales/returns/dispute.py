"""One side does not take a no: both show evidence for a while, then somebody who is no party rules, for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, Step
from functions.aftersales.returns.answers import decided
from functions.aftersales.returns.send_again import write_approved
from functions.aftersales.returns.whose_case import Asking, seen_case
from functions.aftersales.returns.write_case import write_step
from functions.aftersales.store.cases import on_case, pieces_of
from functions.aftersales.store.rules import case_rules
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Forbidden
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember
from functions.shared.store.versions import check_version


def escalate(case_id: str, asking: Asking, *, remember: Remember[Case]) -> Case:
    """Its pieces are in the case again. Raises NotFound, Forbidden, IllegalTransition (409) unless it is rejected, Invalid (422
    `line_quantity_exceeded`) when they are in another one by now."""

    def attempt() -> Case:
        before, bought = seen_case(case_id, asking)
        if not bought.is_buyer:
            asking.caller.require("orders.write")
        party = Party.BUYER if bought.is_buyer else Party.STAFF
        until = times.iso(clock.now() + timedelta(hours=case_rules()[0].evidence_hours))
        ungraded = [replace(line, received={}) for line in before.lines]
        after = replace(before.stepped(Step.ESCALATE, party), lines=ungraded, deadline=until, evidence_until=until)
        pieces = pieces_of(before.order_id)
        pieces.check(after.held, {line.line_id: line.sent for line in bought.lines.values()})
        return write_step(Step.ESCALATE, before, after, actor=asking.caller.actor, remember=remember, pieces=pieces)

    return again(attempt)


def rule(
    case_id: str,
    caller: Caller,
    *,
    for_buyer: bool,
    note: str,
    despite_refund: bool = False,
    if_match: int | None,
    remember: Remember[Case],
) -> Case:
    """For the buyer: their money goes back, or pieces are sent once more, and no goods are waited for; for the shop: closed. Its pieces
    cannot be in another case. Raises NotFound, IllegalTransition (409), Conflict (409 `evidence_open`), Forbidden (403) for who decided the
    case, VersionConflict (409), and as `write_approved` does."""

    def attempt(before: Case) -> Case:
        check_version(before.version, if_match)
        step = Step.RULE_FOR_BUYER if for_buyer else Step.RULE_FOR_SHOP
        ruled = replace(before, ruled_by=caller.id, ruling=note, ended_because="for_buyer" if for_buyer else "for_shop")
        after = decided(ruled, step, Party.ARBITER, case_rules()[0], clock.now())
        if before.decided_by == caller.id:
            raise Forbidden("Who decided a case does not rule on it.")
        if times.iso(clock.now()) < before.evidence_until:
            raise Conflict("Both sides may still show evidence.", code="evidence_open", evidence_until=before.evidence_until)
        if not for_buyer:
            return _closed(before, after)
        return write_approved(step, before, after, actor=caller.actor, remember=remember, despite_refund=despite_refund)

    def _closed(before: Case, after: Case) -> Case:
        ended = replace(after, deadline="")
        return write_step(Step.RULE_FOR_SHOP, before, ended, actor=caller.actor, remember=remember)

    return on_case(case_id, attempt)
