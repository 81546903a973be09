"""From what a shopkeeper sent to a rule that makes sense, or every fault of it at its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from functions.promotions.campaigns.rule_schemas import RuleIn
from functions.promotions.model.rule import Class, Kind, Rule
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.ids import is_id

WHOLE = 10_000


def rule_of(sent: RuleIn, rule_id: str, *, root: str = "") -> Rule:
    """Raises Invalid (422) naming every fault: `percent_above_100`, `missing`, `end_before_start`, `tiers_not_rising` …"""
    starts = times.parse(sent.starts_at) if sent.starts_at else None
    ends = times.parse(sent.ends_at) if sent.ends_at else None
    shape = SHAPES[sent.kind]
    faults = [fault for check in _CHECKS for fault in check(sent, shape)] + _period_faults(starts, ends)
    if faults:
        raise Invalid("The rule makes no sense.", faults=[Fault(root + f.pointer, f.code, f.detail) for f in faults], code=faults[0].code)
    points = sent.basis_points if sent.basis_points is not None else WHOLE
    return Rule(
        id=rule_id,
        kind=sent.kind,
        currency=sent.currency,
        name=sent.name,
        value=points if shape.points else sent.amount or 0,
        cap=sent.cap,
        minimum=sent.minimum,
        minimum_pieces=sent.minimum_pieces,
        x=sent.x,
        y=sent.y,
        tiers=tuple((tier.minimum, tier.off) for tier in sent.tiers),
        gifts=tuple(dict.fromkeys(sent.gifts)),
        components=tuple((one.variant_id, one.quantity) for one in sent.components),
        whole_only=sent.whole_only,
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


@dataclass(frozen=True)
class Shape:
    """What a kind of rule takes. `amount`, `points`, `step` (its `minimum`) and `least_x`, `least_y`: needed, and from where on.

    `below_threshold`: what it takes off at a threshold must be less than the threshold, or goods would be free without saying so.
    """

    amount: bool = False
    points: bool = False
    points_given: bool = False
    step: bool = False
    least_x: int = 0
    least_y: int = 0
    tiers: bool = False
    gifts: bool = False
    components: bool = False
    below_threshold: bool = False


# Every kind is here, and every check below looks at every kind: a new one cannot miss a check.
SHAPES: dict[Kind, Shape] = {
    Kind.PERCENT: Shape(points=True, points_given=True),
    Kind.FIXED: Shape(amount=True, below_threshold=True),
    Kind.TIERS: Shape(tiers=True),
    Kind.EVERY: Shape(amount=True, step=True, below_threshold=True),
    Kind.FREE_SHIPPING: Shape(),
    Kind.BUY_X_GET_Y: Shape(points=True, least_x=1, least_y=1),
    Kind.NTH_ITEM: Shape(points=True, least_x=2),
    Kind.BUNDLE_PRICE: Shape(amount=True, least_x=2),
    Kind.COMBINATION: Shape(amount=True, components=True),
    Kind.GIFT: Shape(gifts=True),
}


def _points(sent: RuleIn, shape: Shape) -> list[Fault]:
    if not shape.points:
        return []
    if sent.basis_points is None:
        return [Fault("/basis_points", "missing", "Say how many basis points it takes off.")] if shape.points_given else []
    if not 0 < sent.basis_points <= WHOLE:
        code = "percent_above_100" if sent.basis_points > WHOLE else "missing"
        return [Fault("/basis_points", code, "1 to 10000 basis points: more than 100 % cannot be taken off.")]
    return []


def _amount(sent: RuleIn, shape: Shape) -> list[Fault]:
    if shape.amount and not sent.amount:
        return [Fault("/amount", "missing", "Say how much, more than nothing.")]
    if shape.below_threshold and sent.minimum and (sent.amount or 0) >= sent.minimum:
        return [Fault("/amount", "more_than_spent", "It must take off less than the minimum, or the goods would be free.")]
    return []


def _minimum(sent: RuleIn, shape: Shape) -> list[Fault]:
    return [Fault("/minimum", "missing", "Say for every how much.")] if shape.step and not sent.minimum else []


def _cap(sent: RuleIn, _shape: Shape) -> list[Fault]:
    return [Fault("/cap", "nothing_to_take_off", "A cap of nothing takes nothing off; leave it out.")] if sent.cap == 0 else []


def _tiers(sent: RuleIn, shape: Shape) -> list[Fault]:
    if not shape.tiers:
        return []
    if not sent.tiers:
        return [Fault("/tiers", "missing", "At least one tier.")]
    rising = all(a.minimum < b.minimum and a.off < b.off for a, b in zip(sent.tiers, sent.tiers[1:], strict=False))
    faults = [] if rising else [Fault("/tiers", "tiers_not_rising", "Every tier must ask for more and give more than the one before.")]
    for number, tier in enumerate(sent.tiers):
        if not 0 < tier.off < tier.minimum:
            faults.append(Fault(f"/tiers/{number}/off", "more_than_spent", "A tier takes off something, but less than is spent."))
    return faults


def _pieces(sent: RuleIn, shape: Shape) -> list[Fault]:
    wanted = (("/x", sent.x, shape.least_x), ("/y", sent.y, shape.least_y))
    return [Fault(pointer, "missing", f"At least {least}.") for pointer, given, least in wanted if given < least]


def _gifts(sent: RuleIn, shape: Shape) -> list[Fault]:
    if shape.gifts and not sent.gifts:
        return [Fault("/gifts", "missing", "Name the variants that are given.")]
    if sent.gifts and not shape.gifts:
        return [Fault("/gifts", "unexpected", "Only rules of the kind gift have gifts.")]
    return []


def _components(sent: RuleIn, shape: Shape) -> list[Fault]:
    if not shape.components:
        unexpected = bool(sent.components) or sent.whole_only
        return [Fault("/components", "unexpected", "Only rules of the kind combination have components.")] if unexpected else []
    named = [one.variant_id for one in sent.components]
    if sum(one.quantity for one in sent.components) < 2:
        return [Fault("/components", "missing", "At least two pieces make a bundle.")]
    faults = []
    for number, name in enumerate(named):
        if not is_id("var", name):
            faults.append(Fault(f"/components/{number}/variant_id", "no_variant", "Name a variant; a bundle is in no other, or in itself."))
        elif name in named[:number]:
            faults.append(Fault(f"/components/{number}/variant_id", "named_twice", "Say it once, with its quantity."))
    return faults


def _scope(sent: RuleIn, _shape: Shape) -> list[Fault]:
    products = set(sent.scope.products)
    if products and products <= set(sent.scope.excluded_products):
        return [Fault("/scope/excluded_products", "nothing_left", "Every product it is for is excluded.")]
    return []


_CHECKS: tuple[Callable[[RuleIn, Shape], list[Fault]], ...] = (
    _points,
    _amount,
    _minimum,
    _cap,
    _tiers,
    _pieces,
    _gifts,
    _components,
    _scope,
)
