"""Which promotions apply together, and what each takes off. Deterministic and explained (X21, I15).

The policy, in full:
1. Rules are taken class by class (product, order, shipping), within a class by falling priority, then by id. The order in which
   the buyer typed codes plays no part.
2. Each rule works on what the earlier ones left of its lines; nothing falls below zero.
3. Of the rules of one `group` the one that takes most off applies, judged when the first of them comes up (ties: priority, id).
4. An `exclusive` rule applies alone. The best exclusive rule is compared with all others together; the buyer gets the better
   deal; a tie goes to the others.
5. A rule that takes nothing off (and gives no gift) does not apply: it uses up no limit.
6. A piece is in one set of one combination. What a set saves is shared over its pieces by what each costs alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from functions.promotions.model.amounts import Lines, amount_off, next_tier, pieces_missing, sets_of, weights_of
from functions.promotions.model.eligibility import below_minimum, eligible_lines, refusal
from functions.promotions.model.rule import Basket, Class, Kind, Reason, Rule
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import prorate

_CLASS_ORDER = {class_: position for position, class_ in enumerate(Class)}


@dataclass(frozen=True)
class Applied:
    """`shares`: what each line gets of the amount, by line id; empty for the delivery fee. `sets`: of a combination, the pieces of each
    line that are in its sets."""

    rule: Rule
    amount: int
    shares: dict[str, int] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)

    @property
    def off_shipping(self) -> bool:
        return self.rule.kind is Kind.FREE_SHIPPING


@dataclass(frozen=True)
class Refused:
    """`missing`: minor units or pieces to the threshold; `off`: what the next step would take off."""

    code: str | None
    rule_id: str | None
    reason: Reason
    missing: int = 0
    off: int = 0


@dataclass(frozen=True)
class Outcome:
    applied: tuple[Applied, ...]
    refused: tuple[Refused, ...]
    hints: tuple[Refused, ...] = ()
    """Applied spend-and-save rules with a further tier ahead."""

    @property
    def amount(self) -> int:
        return sum(applied.amount for applied in self.applied)

    @property
    def gifts(self) -> tuple[str, ...]:
        return tuple(gift for applied in self.applied for gift in applied.rule.gifts)


def evaluate(rules: Sequence[Rule], basket: Basket) -> Outcome:
    """What applies to the basket of all `rules` (automatic ones, and those whose code the basket names)."""
    known = {rule.code: rule for rule in rules if rule.code is not None}
    wanted = [rule for rule in rules if rule.code is None or rule.code in basket.codes]
    refused = [Refused(code, None, Reason.UNKNOWN_CODE) for code in sorted(set(basket.codes)) if code not in known]
    possible = []
    for rule in sorted(wanted, key=_position):
        if reason := refusal(rule, basket):
            refused.append(_refused(rule, reason))
        else:
            possible.append(rule)
    together = _apply([rule for rule in possible if not rule.exclusive], basket)
    alone = [_apply([rule], basket) for rule in possible if rule.exclusive]
    best = max(alone, key=_worth, default=None)
    if best is not None and best.applied and _worth(best) > _worth(together):
        losers = [applied.rule for applied in together.applied]
        losers += [applied.rule for outcome in alone if outcome is not best for applied in outcome.applied]
        return _joined(best, refused, [*(_refused(rule, Reason.EXCLUSIVE_WON) for rule in losers)], [together, *alone])
    lost = [_refused(applied.rule, Reason.EXCLUSIVE_LOST) for outcome in alone for applied in outcome.applied]
    return _joined(together, refused, lost, alone)


def _worth(outcome: Outcome) -> tuple[int, int]:
    return outcome.amount, len(outcome.gifts)


def _joined(chosen: Outcome, refused: Sequence[Refused], lost: Sequence[Refused], others: Sequence[Outcome]) -> Outcome:
    also = [entry for outcome in others if outcome is not chosen for entry in outcome.refused]
    told = {(entry.rule_id, entry.code): entry for entry in [*refused, *chosen.refused, *also, *lost]}
    return Outcome(chosen.applied, tuple(told.values()), chosen.hints)


def _apply(rules: Sequence[Rule], basket: Basket) -> Outcome:
    """The non-exclusive policy (points 1 to 3 and 5) over rules already in order."""
    nets = {line.line_id: line.unit_price * line.quantity for line in basket.lines}
    fee = basket.fee
    applied: list[Applied] = []
    refused: list[Refused] = []
    hints: list[Refused] = []
    decided: set[str] = set()
    in_sets: Counter[str] = Counter()
    for rule in rules:
        rivals = [rule]
        if rule.group is not None:
            if rule.group in decided:
                continue
            decided.add(rule.group)
            rivals = [other for other in rules if other.group == rule.group]
            rule = max(rivals, key=lambda other: _gives(other, *_of_pieces(other, basket, nets, in_sets), fee))
        amount, lines = _attempt(rule, *_of_pieces(rule, basket, nets, in_sets), fee)
        if amount == 0 and not (rule.gifts and _reached(rule, lines)):
            refused += [_why_not(other, *_of_pieces(other, basket, nets, in_sets), fee, Reason.NOTHING_TO_TAKE_OFF) for other in rivals]
            continue
        refused += [_why_not(other, basket, nets, fee, Reason.BETTER_IN_GROUP) for other in rivals if other is not rule]
        if rule.kind is Kind.FREE_SHIPPING:
            fee -= amount
            applied.append(Applied(rule, amount))
            continue
        shares = dict(zip((line.line_id for line, _ in lines), prorate(amount, weights_of(rule, lines)), strict=True))
        nets |= {line_id: nets[line_id] - share for line_id, share in shares.items()}
        sets = sets_of(rule, lines)
        in_sets.update(sets)
        applied.append(Applied(rule, amount, shares, sets))
        if ahead := next_tier(rule, lines):
            hints.append(Refused(rule.code, rule.id, Reason.BELOW_MINIMUM, *ahead))
    return Outcome(tuple(applied), tuple(refused), tuple(hints))


def _of_pieces(rule: Rule, basket: Basket, nets: dict[str, int], in_sets: Mapping[str, int]) -> tuple[Basket, dict[str, int]]:
    """What the rule may count: a combination only pieces that are in no other set."""
    if rule.kind is not Kind.COMBINATION or not in_sets:
        return basket, nets
    left = [(line, line.quantity - in_sets.get(line.line_id, 0)) for line in basket.lines]
    lines = tuple(replace(line, quantity=pieces) for line, pieces in left if pieces > 0)
    return replace(basket, lines=lines), {line.line_id: nets[line.line_id] * pieces // line.quantity for line, pieces in left}


def _attempt(rule: Rule, basket: Basket, nets: dict[str, int], fee: int) -> tuple[int, Lines]:
    lines = [(line, nets[line.line_id]) for line in eligible_lines(rule, basket)]
    return (amount_off(rule, lines, fee) if _reached(rule, lines) else 0), lines


def _gives(rule: Rule, basket: Basket, nets: dict[str, int], fee: int) -> tuple[int, int]:
    amount, lines = _attempt(rule, basket, nets, fee)
    return amount, len(rule.gifts) if _reached(rule, lines) else 0


def _reached(rule: Rule, lines: Lines) -> bool:
    return below_minimum(rule, [net for _, net in lines], sum(line.quantity for line, _ in lines)) is None


def _why_not(rule: Rule, basket: Basket, nets: dict[str, int], fee: int, otherwise: Reason) -> Refused:
    lines = _attempt(rule, basket, nets, fee)[1]
    if unmet := below_minimum(rule, [net for _, net in lines], sum(line.quantity for line, _ in lines)):
        return Refused(rule.code, rule.id, unmet[0], unmet[1], rule.value if rule.kind is Kind.FIXED else 0)
    if otherwise is Reason.NOTHING_TO_TAKE_OFF and (ahead := next_tier(rule, lines)):
        return Refused(rule.code, rule.id, Reason.BELOW_MINIMUM, *ahead)
    if pieces := pieces_missing(rule, lines):
        return Refused(rule.code, rule.id, Reason.TOO_FEW_PIECES, pieces)
    return _refused(rule, otherwise)


def _refused(rule: Rule, reason: Reason) -> Refused:
    return Refused(rule.code, rule.id, reason)


def _position(rule: Rule) -> tuple[int, int, str]:
    class_ = Class.SHIPPING if rule.kind is Kind.FREE_SHIPPING else rule.class_
    return _CLASS_ORDER[class_], -rule.priority, rule.id
