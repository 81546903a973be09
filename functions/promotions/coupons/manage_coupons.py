"""Coupon definitions: made, edited, listed; single coupons looked up and revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action

from functions.promotions.campaigns.rule_checks import period_checked
from functions.promotions.model import codes
from functions.promotions.model.coupon import Coupon, Distribution, Limits, State
from functions.promotions.model.rule import Kind
from functions.promotions.store.lapsed import lapsed_writes
from functions.promotions.store.records import (
    CENTRE_INDEX,
    CODE_SK,
    COUPON_SK,
    COUPONS_INDEX,
    FUNDS_SK,
    WELCOME_INDEX,
    CodeRecord,
    FundsRecord,
    PromotionsTable,
    code_pk,
    coupon_pk,
)
from functions.promotions.store.references import check_references
from functions.promotions.store.repository import campaign_record, coupon_of, coupon_record, coupon_with_funds, find_code, plan_of
from functions.promotions.store.rfm import wanted_writes
from functions.shared.events.contracts.promotions import CouponRevoked
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, IllegalTransition, Invalid, NotFound, VersionConflict
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import query_page
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update

_COUNTED = {"uses": "uses_left", "claims": "claims_left", "budget": "budget_left"}
_SHOWN_IN = {Distribution.CLAIM: CENTRE_INDEX, Distribution.WELCOME: WELCOME_INDEX}


@dataclass(frozen=True)
class CouponState:
    """`left` is known where the counters were read."""

    coupon: Coupon
    version: int
    left: dict[str, int | None] | None = None


class CodeTaken(Conflict):
    code, title = "code_taken", "Another coupon has this code"


def generic_code(typed: str | None) -> str:
    """Raises Invalid (422 `invalid_code`): emoji, letters of other scripts that look Latin, too short, or like a made code."""
    code = codes.normalized(typed or "")
    if code is None or codes.looks_made(code):
        detail = "3 to 32 of A-Z, 0-9 and _ (blanks and hyphens are dropped), and not like one of the shop's own unique codes."
        raise Invalid.field("/code", "invalid_code", detail)
    return code


def create(coupon: Coupon, remember: Remember[CouponState]) -> CouponState:
    """Raises Invalid (422) for what does not fit together, NotFound for its campaign, Conflict (409 `code_taken`)."""
    _check(coupon)
    pk, limits = coupon_pk(coupon.id), coupon.limits
    record = PromotionsTable(pk=pk, sk=COUPON_SK, kind="coupon", body=dump(coupon), gsi1pk=COUPONS_INDEX, gsi1sk=coupon.id)
    if shown := _SHOWN_IN.get(coupon.distribution):
        record.gsi2pk, record.gsi2sk = shown, coupon.id
    funds = FundsRecord(pk=pk, sk=FUNDS_SK, kind="funds")
    funds.uses_left, funds.claims_left, funds.budget_left = limits.uses, limits.claims, limits.budget
    state = CouponState(coupon, 1, _left(funds))
    generic = [put_new(_generic(coupon, coupon.code), CodeTaken(f"{coupon.code} is taken."))] if coupon.code else []
    asked = wanted_writes(pk, coupon.id, [coupon.rule.audience])
    transact([put_new(record), put_new(funds), *generic, *asked, *remember(state)])
    return state


def _generic(coupon: Coupon, code: str) -> CodeRecord:
    record = CodeRecord(pk=code_pk(codes.key(code)), sk=CODE_SK, kind="code", code=code, state=State.OPEN.value, coupon_id=coupon.id)
    record.campaign_id = coupon.campaign_id
    return record


def _check(coupon: Coupon) -> None:
    rule, distribution = coupon.rule, coupon.distribution
    if (coupon.code is None) == (distribution is Distribution.CODE):
        raise Invalid.field("/code", "missing" if coupon.code is None else "unexpected", "Exactly a coupon of the kind code has one.")
    if rule.kind is Kind.GIFT:
        raise Invalid.field("/rule/kind", "gift_without_code", "Gifts are promotions of a campaign, not coupons.")
    if coupon.valid_days and not coupon.personal:
        raise Invalid.field("/valid_days", "unexpected", "Only coupons that are claimed or granted end so many days after it.")
    if coupon.limits.claims and distribution is not Distribution.CLAIM:
        raise Invalid.field("/limits/claims", "unexpected", "Only coupons of the coupon centre are claimed.")
    if rule.ends_at and rule.ends_at <= clock.now():
        raise Invalid.field("/rule/ends_at", "in_the_past", "The coupon would be over already.")
    if coupon.campaign_id and plan_of(campaign_record(coupon.campaign_id)).campaign.currency != rule.currency:
        raise Invalid.field("/rule/currency", "wrong_currency", "The campaign has another currency.")
    check_references(rule, root="/rule")


def read(coupon_id: str) -> CouponState:
    record, funds = coupon_with_funds(coupon_id)
    return CouponState(coupon_of(record), int(record.version), _left(funds))


def _left(funds: FundsRecord) -> dict[str, int | None]:
    return {name: None if (value := getattr(funds, name)) is None else int(value) for name in _COUNTED.values()}


def list_coupons(*, limit: int, cursor: str | None) -> Page[CouponState]:
    """Newest first."""
    page = query_page(
        PromotionsTable, COUPONS_INDEX, index="gsi1", query={"list": "coupons"}, limit=limit, cursor=cursor, newest_first=True
    )
    return Page([CouponState(coupon_of(record), int(record.version)) for record in page.data], page.next_cursor)


@dataclass(frozen=True)
class Changes:
    ends_at: datetime | None = None
    limits: Limits | None = None
    stopped: bool | None = None
    texts: dict[str, Any] | None = None


def edit(coupon_id: str, changes: Changes, *, if_match: int | None, remember: Remember[CouponState]) -> CouponState:
    """A new version. Single coupons that were handed out keep the end they were promised. Raises NotFound, VersionConflict, Invalid."""

    def attempt() -> CouponState:
        record, funds = coupon_with_funds(coupon_id)
        version = int(record.version)
        if if_match not in (None, version):
            raise VersionConflict(version)
        before = coupon_of(record)
        rule = replace(before.rule, ends_at=changes.ends_at) if changes.ends_at else before.rule
        period_checked(rule.starts_at, rule.ends_at)
        limits_stay(before.limits, changes.limits or before.limits)
        stopped = before.stopped if changes.stopped is None else changes.stopped
        after = replace(before, rule=rule, limits=changes.limits or before.limits, stopped=stopped, **(changes.texts or {}))
        if after == before:
            same = CouponState(before, version, _left(funds))
            transact([*remember(same)])
            return same
        moves = _moves(before, after)
        state = CouponState(after, version + 1, _left(funds) | _expected(before, after, funds))
        actions = [PromotionsTable.body.set(dump(after)), PromotionsTable.version.set(version + 1)]
        update = locked_update(PromotionsTable, record.pk, COUPON_SK, actions, version)
        fund = [Update(FundsRecord, record.pk, FUNDS_SK, moves)] if moves else []
        transact([update, *fund, *remember(state)])
        return state

    return again(attempt)


def limits_stay(before: Limits, after: Limits) -> None:
    """Raises Invalid (422 `limit_stays`): what was counted down goes back one day, and would make a limit out of nothing."""
    if gone := [name for name in _COUNTED if getattr(before, name) is not None and getattr(after, name) is None]:
        raise Invalid.field(f"/limits/{gone[0]}", "limit_stays", "A limit can be raised, but not taken away.")


def _moves(before: Coupon, after: Coupon) -> list[Action]:
    """A raised or lowered limit moves what is left by the difference."""
    actions: list[Action] = []
    for limit, attribute in _COUNTED.items():
        old, new, left = getattr(before.limits, limit), getattr(after.limits, limit), getattr(FundsRecord, attribute)
        if old != new:
            actions.append(left.set(new) if old is None else left.add(new - old))
    if before.stopped != after.stopped:
        actions.append(FundsRecord.stopped.set(after.stopped))
    return actions


def _expected(before: Coupon, after: Coupon, funds: FundsRecord) -> dict[str, int | None]:
    moved: dict[str, int | None] = {}
    for limit, attribute in _COUNTED.items():
        old, new, left = getattr(before.limits, limit), getattr(after.limits, limit), getattr(funds, attribute)
        if old != new:
            moved[attribute] = new if old is None else int(left or 0) + new - old
    return moved


def look_up(typed: str) -> CodeRecord:
    """A single code, for staff. Raises NotFound."""
    code = codes.normalized(typed)
    record = find_code(code) if code else None
    if record is None:
        raise NotFound("There is no such code.")
    return record


def revoke(typed: str, *, actor: Actor, remember: Remember[CodeRecord]) -> CodeRecord:
    """A single coupon that was not used yet is taken back, and what it held of the budget with it.

    Raises NotFound, IllegalTransition (409) for one that is used or over, or for a generic code (stop the coupon instead).
    """

    def attempt() -> CodeRecord:
        record = look_up(typed)
        if record.state not in (State.ISSUED, State.CLAIMED):
            raise IllegalTransition(record.state, State.REVOKED.value, [])
        payload = CouponRevoked(record.coupon_id, record.customer_id)
        writes = over_writes(record, State.REVOKED)
        record.state = State.REVOKED.value
        event = event_put(PromotionsTable, record.pk, payload, subject=record.coupon_id, actor=actor)
        transact([*writes, event, *lapsed_writes(record, actor=actor), *remember(record)])
        return record

    return again(attempt)


def over_writes(record: CodeRecord, state: State) -> list[Write]:
    """A single coupon ends unused: out of the due index, its part of the budget released."""
    change = [CodeRecord.state.set(state.value), CodeRecord.version.add(1), CodeRecord.due_pk.remove(), CodeRecord.due_at.remove()]
    unused = CodeRecord.state.is_in(State.ISSUED.value, State.CLAIMED.value)
    update = Update(CodeRecord, record.pk, CODE_SK, change, unused, Overtaken())
    release = Update(FundsRecord, coupon_pk(record.coupon_id), FUNDS_SK, [FundsRecord.budget_left.add(record.worth)])
    return [update, *([release] if record.worth else [])]


def definition(coupon_id: str) -> Coupon:
    """Raises NotFound."""
    return coupon_of(coupon_record(coupon_id))
