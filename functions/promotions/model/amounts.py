"""How much a rule takes off: one pure function per kind. Whole minor units; halves are rounded up (money.round_half_up)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

from functions.promotions.model.rule import BasketLine, Kind, Rule
from functions.shared.plain.money import round_half_up

Lines = Sequence[tuple[BasketLine, int]]
"""Eligible lines with what each still costs after earlier discounts."""


def amount_off(rule: Rule, lines: Lines, fee: int) -> int:
    """Minor units off the lines together (off the fee for free shipping). Never more than there is, never negative."""
    available = fee if rule.kind is Kind.FREE_SHIPPING else sum(net for _, net in lines)
    wanted = _AMOUNTS[rule.kind](rule, lines, fee)
    return max(0, min(_capped(rule, wanted), available))


def next_tier(rule: Rule, lines: Lines) -> tuple[int, int] | None:
    """What is missing to the next tier of a spend-and-save rule, and what comes off there: the tier's amount, or one step more. None
    at the top, and where the cap is reached."""
    spent = _spent(lines)
    if rule.kind is Kind.TIERS:
        now = _capped(rule, _tiers(rule, lines, 0))
        ahead = [(threshold - spent, _capped(rule, off)) for threshold, off in sorted(rule.tiers) if threshold > spent]
        return ahead[0] if ahead and ahead[0][1] > now else None
    if rule.minimum and rule.kind is Kind.EVERY:
        now = _every(rule, lines, 0)
        more = _capped(rule, now + rule.value) - _capped(rule, now)
        return (rule.minimum - spent % rule.minimum, more) if more > 0 else None
    return None


def pieces_missing(rule: Rule, lines: Lines) -> int:
    """How many more pieces a rule that counts them needs to take anything off at all."""
    there = _pieces(lines)
    if rule.kind is Kind.COMBINATION:
        return sum(max(0, pieces - there[variant_id]) for variant_id, pieces in rule.components)
    needed = {Kind.BUY_X_GET_Y: rule.x + rule.y, Kind.NTH_ITEM: rule.x, Kind.BUNDLE_PRICE: rule.x}.get(rule.kind, 0)
    return max(0, needed - there.total())


def sets_of(rule: Rule, lines: Lines) -> dict[str, int]:
    """Pieces by line id that are in full sets of a combination; empty without one. Of lines of the same variant the first give theirs."""
    sets = _sets(rule, lines)
    needed = {variant_id: sets * pieces for variant_id, pieces in rule.components}
    given = {}
    for line, _ in lines:
        if pieces := min(line.quantity, needed.get(line.variant_id, 0)):
            given[line.line_id] = pieces
            needed[line.variant_id] -= pieces
    return given


def weights_of(rule: Rule, lines: Lines) -> list[int]:
    """What the amount is shared by: what each line still costs; of a combination only its pieces that are in a set."""
    if rule.kind is not Kind.COMBINATION:
        return [net for _, net in lines]
    pieces, common = sets_of(rule, lines), lcm(*(line.quantity for line, _ in lines))
    return [net * pieces.get(line.line_id, 0) * (common // line.quantity) for line, net in lines]


def _combination(rule: Rule, lines: Lines, _fee: int) -> int:
    """A set never costs more than its pieces."""
    pieces = sets_of(rule, lines)
    apart = sum((Fraction(net * pieces.get(line.line_id, 0), line.quantity) for line, net in lines), Fraction())
    return round_half_up(max(Fraction(), apart - _sets(rule, lines) * rule.value))


def _sets(rule: Rule, lines: Lines) -> int:
    there = _pieces(lines)
    return min((there[variant_id] // needed for variant_id, needed in rule.components), default=0)


def _pieces(lines: Lines) -> Counter[str]:
    """By variant. An order may have lines of the same one: a gift, or what an amendment added."""
    there: Counter[str] = Counter()
    for line, _ in lines:
        there[line.variant_id] += line.quantity
    return there


def _capped(rule: Rule, amount: int) -> int:
    return amount if rule.cap is None else min(amount, rule.cap)


def _percent(amount: int, basis_points: int) -> int:
    return round_half_up(Fraction(amount * basis_points, 10_000))


def _spent(lines: Lines) -> int:
    return sum(net for _, net in lines)


def _tiers(rule: Rule, lines: Lines, _fee: int) -> int:
    return max((off for threshold, off in rule.tiers if _spent(lines) >= threshold), default=0)


def _every(rule: Rule, lines: Lines, _fee: int) -> int:
    return _spent(lines) // rule.minimum * rule.value if rule.minimum else 0


def _piece_prices(lines: Lines) -> list[Fraction]:
    """What each single piece costs now, dearest first. An earlier discount on a line lies evenly on its pieces."""
    pieces = [Fraction(net, line.quantity) for line, net in lines for _ in range(line.quantity)]
    return sorted(pieces, reverse=True)


def _buy_x_get_y(rule: Rule, lines: Lines, _fee: int) -> int:
    pieces = _piece_prices(lines)
    whole = rule.x + rule.y
    free = len(pieces) // whole * rule.y if whole else 0
    return round_half_up(sum(pieces[len(pieces) - free :], Fraction()) * rule.value / 10_000)


def _nth_item(rule: Rule, lines: Lines, _fee: int) -> int:
    pieces = _piece_prices(lines)
    return round_half_up(sum(pieces[rule.x - 1 :: rule.x], Fraction()) * rule.value / 10_000) if rule.x else 0


def _bundle_price(rule: Rule, lines: Lines, _fee: int) -> int:
    # Dearest pieces first into bundles: the split that saves the buyer most; a bundle never costs more than its pieces.
    pieces = _piece_prices(lines)
    bundles = [pieces[i : i + rule.x] for i in range(0, len(pieces) // rule.x * rule.x, rule.x)] if rule.x else []
    return round_half_up(sum((max(Fraction(), sum(bundle, Fraction()) - rule.value) for bundle in bundles), Fraction()))


_AMOUNTS: dict[Kind, Callable[[Rule, Lines, int], int]] = {
    Kind.PERCENT: lambda rule, lines, _: _percent(_spent(lines), rule.value),
    Kind.FIXED: lambda rule, _lines, _: rule.value,
    Kind.TIERS: _tiers,
    Kind.EVERY: _every,
    Kind.FREE_SHIPPING: lambda _rule, _lines, fee: fee,
    Kind.BUY_X_GET_Y: _buy_x_get_y,
    Kind.NTH_ITEM: _nth_item,
    Kind.BUNDLE_PRICE: _bundle_price,
    Kind.COMBINATION: _combination,
    Kind.GIFT: lambda _rule, _lines, _: 0,
}
