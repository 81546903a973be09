"""Of who gets how much off."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent

OF_PROMOTIONS = (
    Equivalent(
        ("engine",),
        "shares = dict(zip((line.line_id for line, _ in lines), prorate(amount, weights_of(rule, lines)), strict=True))",
        ("shares = dict(zip((line.line_id for line, _ in lines), prorate(amount, weights_of(rule, lines)), strict=False))",),
        "both sides are made from the same lines",
    ),
    Equivalent(
        ("amounts",),
        "now = _capped(rule, _tiers(rule, lines, 0))",
        (
            "now = _capped(rule, _tiers(rule, lines, 1))",
            "now = _capped(rule, _tiers(rule, lines, -1))",
        ),
        "it does not look at the fee",
    ),
    Equivalent(
        ("amounts",),
        "now = _every(rule, lines, 0)",
        (
            "now = _every(rule, lines, 1)",
            "now = _every(rule, lines, -1)",
        ),
        "it does not look at the fee",
    ),
    Equivalent(
        ("amounts",),
        "return max(0, min(_capped(rule, wanted), available))",
        ("return max(-1, min(_capped(rule, wanted), available))",),
        "nothing that is taken off is below 0",
    ),
    Equivalent(
        ("amounts",),
        "return ahead[0] if ahead and ahead[0][1] > now else None",
        ("return ahead[0] if ahead and ahead[-1][1] > now else None",),
        "tiers rise up to the cap: the next gives more than now exactly when the last does",
    ),
    Equivalent(
        ("amounts",),
        "needed = {Kind.BUY_X_GET_Y: rule.x + rule.y, Kind.NTH_ITEM: rule.x, Kind.BUNDLE_PRICE: rule.x}.get(rule.kind, 0)",
        (
            "needed = {Kind.BUY_X_GET_Y: rule.x + rule.y, Kind.NTH_ITEM: rule.x, Kind.BUNDLE_PRICE: rule.x}.get(rule.kind, 1)",
            "needed = {Kind.BUY_X_GET_Y: rule.x + rule.y, Kind.NTH_ITEM: rule.x, Kind.BUNDLE_PRICE: rule.x}.get(rule.kind, -1)",
        ),
        "a rule that is asked has a line, so at least one piece is there",
    ),
    Equivalent(
        ("amounts",),
        "return max((off for threshold, off in rule.tiers if _spent(lines) >= threshold), default=0)",
        ("return max((off for threshold, off in rule.tiers if _spent(lines) >= threshold), default=-1)",),
        "-1 becomes 0 by the outer `max`",
    ),
    Equivalent(
        ("amounts",),
        "return _spent(lines) // rule.minimum * rule.value if rule.minimum else 0",
        ("return _spent(lines) // rule.minimum * rule.value if rule.minimum else -1",),
        "-1 becomes 0 by the outer `max`",
    ),
    Equivalent(
        ("amounts",),
        "free = len(pieces) // whole * rule.y if whole else 0",
        ("free = len(pieces) // whole * rule.y if whole else -1",),
        "the pieces behind the last one are none",
    ),
    Equivalent(
        ("amounts",),
        "return round_half_up(sum(pieces[rule.x - 1 :: rule.x], Fraction()) * rule.value / 10_000) if rule.x else 0",
        ("return round_half_up(sum(pieces[rule.x - 1 :: rule.x], Fraction()) * rule.value / 10_000) if rule.x else -1",),
        "-1 becomes 0 by the outer `max`",
    ),
    Equivalent(
        ("amounts",),
        "Kind.GIFT: lambda _rule, _lines, _: 0,",
        ("Kind.GIFT: lambda _rule, _lines, _: -1,",),
        "-1 becomes 0 by the outer `max`",
    ),
    Equivalent(
        ("engine",),
        "return amount, len(rule.gifts) if _reached(rule, lines) else 0",
        ("return amount, len(rule.gifts) if _reached(rule, lines) else -1",),
        "who gives nothing is chosen only when all give nothing, and then each is refused for itself",
    ),
    Equivalent(
        ("amounts",),
        "return min((there[variant_id] // needed for variant_id, needed in rule.components), default=0)",
        ("return min((there[variant_id] // needed for variant_id, needed in rule.components), default=1)",),
        "a set of nothing has no piece, whose price something could be taken off",
    ),
)
