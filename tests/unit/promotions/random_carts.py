"""Random carts and rules, and a second calculation of what they come to: exact fractions, written apart from the engine."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction

from functions.promotions.model.engine import Outcome, evaluate
from functions.promotions.model.rule import Basket, BasketLine, Class, Kind, Rule, Scope

AT = datetime(2026, 11, 11, tzinfo=UTC)
CODES = ("A", "B", "C", "D")
_SCOPES = (
    Scope(),
    Scope(),
    Scope(categories=frozenset({"c0"})),
    Scope(brands=frozenset({"b1"})),
    Scope(excluded_products=frozenset({"p0"})),
)


def random_case(dice: random.Random, most_rules: int = 6) -> tuple[list[Rule], Basket]:
    lines = tuple(
        BasketLine(f"l{i}", f"v{i}", f"p{i}", dice.randint(1, 4), dice.choice((0, 1, 99, 333, 999, 5900, 19_999, 123_456)),
                   frozenset({f"c{i % 2}"}), f"b{i % 3}", frozenset({f"t{i}"}))
        for i in range(dice.randint(1, 5))
    )  # fmt: skip
    codes = list(CODES)
    dice.shuffle(codes)
    rules = [_rule(dice, number, codes) for number in range(dice.randint(0, most_rules))]
    return rules, Basket("CNY", lines, dice.choice((0, 800, 1000)), AT, customer_id="cus", codes=tuple(dice.sample(CODES, k=4)))


def case_of(dice: random.Random, kind: Kind) -> tuple[Rule, Basket]:
    """One rule of the kind, for a random cart."""
    return _rule(dice, 0, [], kind), random_case(dice, 0)[1]


def _rule(dice: random.Random, number: int, codes: list[str], kind: Kind | None = None) -> Rule:
    kind = kind or dice.choice(list(Kind))
    parts = tuple((f"v{n}", dice.randint(1, 2)) for n in sorted(dice.sample(range(3), k=dice.randint(1, 2))))
    return Rule(
        f"r{number}",
        kind,
        dice.choice(("CNY", "CNY", "CNY", "CNY", "USD")),
        value=dice.choice((1, 500, 1500, 3333, 5000, 10_000)),
        cap=dice.choice((None, None, 100, 5000)),
        minimum=dice.choice((0, 0, 1000, 20_000)),
        minimum_pieces=dice.choice((0, 0, 3)),
        x=dice.choice((1, 2, 3)),
        y=dice.choice((1, 2)),
        tiers=dice.choice(((), ((1000, 100), (20_000, 3000)))),
        components=parts if kind is Kind.COMBINATION else (),
        scope=dice.choice(_SCOPES),
        code=codes.pop() if codes and dice.random() < 0.5 else None,
        class_=dice.choice((Class.PRODUCT, Class.ORDER)),
        priority=dice.randint(0, 2),
        group=dice.choice((None, None, "g", "h")),
        exclusive=dice.random() < 0.15,
    )


@dataclass
class _State:
    nets: dict[str, int]
    fee: int
    in_sets: Counter[str] = field(default_factory=Counter)


def _off(rule: Rule, basket: Basket, state: _State) -> int:
    """What the rule takes off, by its definition."""
    if rule.kind is Kind.COMBINATION:
        return _of_sets(rule, basket, state)[0]
    lines = [line for line in basket.lines if _meant(rule.scope, line)]
    spent = sum(state.nets[line.line_id] for line in lines)
    if spent < rule.minimum or sum(line.quantity for line in lines) < rule.minimum_pieces:
        return 0
    if rule.kind is Kind.FREE_SHIPPING:
        return min(state.fee, rule.cap if rule.cap is not None else state.fee)
    pieces = sorted((Fraction(state.nets[line.line_id], line.quantity) for line in lines for _ in range(line.quantity)), reverse=True)
    exact = _exact(rule, Fraction(spent), pieces)
    whole = int(exact + Fraction(1, 2)) if exact >= 0 else 0
    return max(0, min([whole, spent] + ([rule.cap] if rule.cap is not None else [])))


def _of_sets(rule: Rule, basket: Basket, state: _State) -> tuple[int, dict[str, int]]:
    """What full sets save, and their pieces by line; a piece of an earlier set counts no more."""
    free = {line.variant_id: line.quantity - state.in_sets[line.line_id] for line in basket.lines if _meant(rule.scope, line)}
    named = {
        line.variant_id: line for line in basket.lines if line.variant_id in dict(rule.components) and free.get(line.variant_id, 0) > 0
    }
    worth = {name: state.nets[line.line_id] * free[name] // line.quantity for name, line in named.items()}
    if sum(worth.values()) < rule.minimum or sum(free[name] for name in named) < rule.minimum_pieces:
        return 0, {}
    sets = min((free.get(name, 0) // needed for name, needed in rule.components), default=0)
    if sets <= 0:
        return 0, {}
    apart = sum((Fraction(worth[name] * sets * needed, free[name]) for name, needed in rule.components), Fraction())
    saved = int(max(Fraction(0), apart - sets * rule.value) + Fraction(1, 2))
    saved = min([saved, sum(worth.values())] + ([rule.cap] if rule.cap is not None else []))
    return saved, {named[name].line_id: sets * needed for name, needed in rule.components}


def _exact(rule: Rule, spent: Fraction, pieces: list[Fraction]) -> Fraction:
    share = Fraction(rule.value, 10_000)
    match rule.kind:
        case Kind.PERCENT:
            return spent * share
        case Kind.FIXED:
            return Fraction(rule.value)
        case Kind.TIERS:
            return Fraction(max([off for at, off in rule.tiers if spent >= at], default=0))
        case Kind.EVERY:
            return Fraction(spent // rule.minimum * rule.value) if rule.minimum else Fraction(0)
        case Kind.BUY_X_GET_Y:
            free = len(pieces) // (rule.x + rule.y) * rule.y
            return sum(sorted(pieces)[:free], Fraction()) * share
        case Kind.NTH_ITEM:
            return sum((piece for n, piece in enumerate(pieces, 1) if n % rule.x == 0), Fraction()) * share
        case Kind.BUNDLE_PRICE:
            bundles = [pieces[n * rule.x : (n + 1) * rule.x] for n in range(len(pieces) // rule.x)]
            return sum((max(Fraction(0), sum(bundle, Fraction()) - rule.value) for bundle in bundles), Fraction())
        case _:
            return Fraction(0)


def _meant(scope: Scope, line: BasketLine) -> bool:
    if line.product_id in scope.excluded_products:
        return False
    return (not scope.categories or bool(scope.categories & line.categories)) and (not scope.brands or line.brand in scope.brands)


def _together(rules: Sequence[Rule], basket: Basket) -> dict[str, int]:
    state = _State({line.line_id: line.unit_price * line.quantity for line in basket.lines}, basket.fee)
    amounts: dict[str, int] = {}
    decided: set[str] = set()
    for rule in rules:
        if rule.group in decided:
            continue
        if rule.group is not None:
            decided.add(rule.group)
            rule = sorted((r for r in rules if r.group == rule.group), key=lambda r: -_off(r, basket, state))[0]
        off = _off(rule, basket, state)
        if off == 0:
            continue
        amounts[rule.id] = off
        if rule.kind is Kind.FREE_SHIPPING:
            state.fee -= off
        elif rule.kind is Kind.COMBINATION:
            pieces = _of_sets(rule, basket, state)[1]
            free = {line.line_id: line.quantity - state.in_sets[line.line_id] for line in basket.lines}
            of_line = {line.line_id: line.quantity for line in basket.lines}
            weights = {one: Fraction(state.nets[one] * free[one] // of_line[one] * count, free[one]) for one, count in pieces.items()}
            _split(off, weights, state)
            state.in_sets.update(pieces)
        else:
            _spread(off, [line.line_id for line in basket.lines if _meant(rule.scope, line)], state)
    return amounts


def _spread(off: int, line_ids: list[str], state: _State) -> None:
    _split(off, {line_id: Fraction(state.nets[line_id]) for line_id in line_ids}, state)


def _split(off: int, weights: dict[str, Fraction], state: _State) -> None:
    """Largest remainder, by exact fractions; of equal ones the first line of the basket."""
    line_ids = sorted(weights)
    exact = [off * weights[line_id] / sum(weights.values()) for line_id in line_ids]
    parts = [int(share) for share in exact]
    order = sorted(range(len(line_ids)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: off - sum(parts)]:
        parts[n] += 1
    for line_id, part in zip(line_ids, parts, strict=True):
        state.nets[line_id] -= part


def reference(rules: Sequence[Rule], basket: Basket) -> dict[str, int]:
    """Rule id → minor units off, for everything that applies."""
    order = {"product": 0, "order": 1}
    named = [r for r in rules if (r.code is None or r.code in basket.codes) and r.currency == basket.currency]
    chosen = [r for r in named if any(_meant(r.scope, line) for line in basket.lines)]
    chosen.sort(key=lambda r: (2 if r.kind is Kind.FREE_SHIPPING else order[r.class_.value], -r.priority, r.id))
    best = _together([r for r in chosen if not r.exclusive], basket)
    others = [_together([r], basket) for r in chosen if r.exclusive]
    alone = max(others, key=lambda amounts: sum(amounts.values()), default={})
    return alone if sum(alone.values()) > sum(best.values()) else best


def check(rules: list[Rule], basket: Basket, dice: random.Random) -> Outcome:
    """Assert what must hold of any cart; the outcome."""
    outcome = evaluate(rules, basket)
    assert {a.rule.id: a.amount for a in outcome.applied if a.amount} == reference(rules, basket)
    codes, shuffled = list(basket.codes), list(rules)
    dice.shuffle(codes)
    dice.shuffle(shuffled)
    again = evaluate(shuffled, Basket("CNY", basket.lines, basket.fee, AT, customer_id="cus", codes=tuple(codes)))
    assert again.applied == outcome.applied
    taken: dict[str, int] = {}
    for entry in outcome.applied:
        assert entry.off_shipping or sum(entry.shares.values()) == entry.amount
        for line_id, share in entry.shares.items():
            taken[line_id] = taken.get(line_id, 0) + share
    assert all(0 <= taken.get(line.line_id, 0) <= line.unit_price * line.quantity for line in basket.lines)
    assert (
        outcome.amount
        == sum(entry.amount for entry in outcome.applied)
        <= basket.fee + sum(line.unit_price * line.quantity for line in basket.lines)
    )
    return outcome
