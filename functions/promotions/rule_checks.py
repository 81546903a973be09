"""From what a shopkeeper sent to a rule that makes sense, or every fault of it at its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from functions.promotions.rule import Class, Kind, Rule
from functions.promotions.rule_schemas import RuleIn
from functions.promotions.store_time import moment
from functions.shared.errors import Fault, Invalid

WHOLE = 10_000
_WITH_POINTS = (Kind.PERCENT, Kind.BUY_X_GET_Y, Kind.NTH_ITEM)
_WITH_AMOUNT = (Kind.FIXED, Kind.EVERY)


def rule_of(sent: RuleIn, rule_id: str, *, root: str = "") -> Rule:
    """Raises Invalid (422) naming every fault: `percent_above_100`, `missing`, `end_before_start`, `tiers_not_rising` …"""
    starts = moment(sent.starts_at, f"{root}/starts_at") if sent.starts_at else None
    ends = moment(sent.ends_at, f"{root}/ends_at") if sent.ends_at else None
    faults = [fault for check in _CHECKS for fault in check(sent)] + _period_faults(starts, ends)
    if faults:
        raise Invalid("The rule makes no sense.", faults=[Fault(root + f.pointer, f.code, f.detail) for f in faults], code=faults[0].code)
    points = sent.basis_points if sent.basis_points is not None else WHOLE
    return Rule(
        id=rule_id,
        kind=sent.kind,
        currency=sent.currency,
        name=sent.name,
        value=points if sent.kind in _WITH_POINTS else sent.amount or 0,
        cap=sent.cap,
        minimum=sent.minimum,
        minimum_pieces=sent.minimum_pieces,
        x=sent.x,
        y=sent.y,
        tiers=tuple((tier.minimum, tier.off) for tier in sent.tiers),
        gifts=tuple(dict.fromkeys(sent.gifts)),
        scope=sent.scope.scope(),
        audience=sent.audience.audience(),
        class_=Class(sent.class_),
        priority=sent.priority,
        group=sent.group,
        exclusive=sent.exclusive,
        starts_at=starts,
        ends_at=ends,
    )


def period_checked(starts: datetime | None, ends: datetime | None, *, root: str = "") -> None:
    """Raises Invalid (422 `end_before_start`)."""
    if faults := _period_faults(starts, ends):
        raise Invalid.field(f"{root}/ends_at", faults[0].code, faults[0].detail)


def _period_faults(starts: datetime | None, ends: datetime | None) -> list[Fault]:
    late = starts is not None and ends is not None and ends <= starts
    return [Fault("/ends_at", "end_before_start", "The end must come after the start.")] if late else []


def _points(sent: RuleIn) -> list[Fault]:
    if sent.kind in _WITH_POINTS and sent.basis_points is not None and not 0 < sent.basis_points <= WHOLE:
        code = "percent_above_100" if sent.basis_points > WHOLE else "missing"
        return [Fault("/basis_points", code, "1 to 10000 basis points: more than 100 % cannot be taken off.")]
    if sent.kind is Kind.PERCENT and sent.basis_points is None:
        return [Fault("/basis_points", "missing", "Say how many basis points it takes off.")]
    return []


def _amount(sent: RuleIn) -> list[Fault]:
    if sent.kind in _WITH_AMOUNT and not sent.amount:
        return [Fault("/amount", "missing", "Say how much it takes off.")]
    if sent.kind is Kind.BUNDLE_PRICE and sent.amount is None:
        return [Fault("/amount", "missing", "Say what a bundle costs.")]
    if sent.kind is Kind.EVERY and not sent.minimum:
        return [Fault("/minimum", "missing", "Say for every how much.")]
    return []


def _tiers(sent: RuleIn) -> list[Fault]:
    if sent.kind is not Kind.TIERS:
        return []
    if not sent.tiers:
        return [Fault("/tiers", "missing", "At least one tier.")]
    rising = all(a.minimum < b.minimum and a.off < b.off for a, b in zip(sent.tiers, sent.tiers[1:], strict=False))
    faults = [] if rising else [Fault("/tiers", "tiers_not_rising", "Every tier must ask for more and give more than the one before.")]
    for number, tier in enumerate(sent.tiers):
        if not 0 < tier.off <= tier.minimum:
            faults.append(Fault(f"/tiers/{number}/off", "more_than_spent", "A tier takes off something, but not more than is spent."))
    return faults


def _pieces(sent: RuleIn) -> list[Fault]:
    least = {Kind.BUY_X_GET_Y: 1, Kind.NTH_ITEM: 2, Kind.BUNDLE_PRICE: 2}.get(sent.kind)
    faults = [Fault("/x", "missing", f"At least {least}.")] if least is not None and sent.x < least else []
    if sent.kind is Kind.BUY_X_GET_Y and sent.y < 1:
        faults.append(Fault("/y", "missing", "At least 1."))
    return faults


def _gifts(sent: RuleIn) -> list[Fault]:
    if sent.kind is Kind.GIFT and not sent.gifts:
        return [Fault("/gifts", "missing", "Name the variants that are given.")]
    if sent.kind is not Kind.GIFT and sent.gifts:
        return [Fault("/gifts", "unexpected", "Only rules of the kind gift have gifts.")]
    return []


_CHECKS: tuple[Callable[[RuleIn], list[Fault]], ...] = (_points, _amount, _tiers, _pieces, _gifts)
