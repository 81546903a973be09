"""Mutants that nobody can notice, each with the reason. Any other survivor is a test that is missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Equivalent:
    """`was` and `becomes`: the changed line; blanks do not count. `becomes` may be one of several."""

    modules: tuple[str, ...]
    was: str
    becomes: tuple[str, ...]
    why: str


EQUIVALENTS: tuple[Equivalent, ...] = (
    Equivalent(
        ("money",),
        "if TYPE_CHECKING:",
        ("if not TYPE_CHECKING:",),
        "an import more",
    ),
    Equivalent(
        ("money",),
        "sign = -1 if value < 0 else 1",
        (
            "sign = -1 if value <= 0 else 1",
            "sign = -1 if value < 1 else 1",
        ),
        "the sign of 0 plays no part, and amounts are whole",
    ),
    Equivalent(
        ("money",),
        "sign = -1 if total < 0 else 1",
        (
            "sign = -1 if total <= 0 else 1",
            "sign = -1 if total < 1 else 1",
        ),
        "the sign of 0 plays no part, and amounts are whole",
    ),
    Equivalent(
        ("money",),
        "_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])",
        (
            "_EXACT = Context(prec= 61, traps=[Inexact, InvalidOperation, Overflow])",
            "_EXACT = Context(prec= 59, traps=[Inexact, InvalidOperation, Overflow])",
        ),
        "a number of so many digits is refused as too large, or as no whole amount, as well",
    ),
    Equivalent(
        ("money",),
        "return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))",
        (
            "return int(value.quantize(Decimal( 2), rounding=ROUND_HALF_UP))",
            "return int(value.quantize(Decimal( 0), rounding=ROUND_HALF_UP))",
        ),
        "only the places of the pattern count, not its value",
    ),
    Equivalent(
        ("pricing",),
        "if taken <= 0:",
        (
            "if taken < 0:",
            "if taken <= -1:",
            "if taken <=  -1:",
        ),
        "0 split over the lines leaves them as they were",
    ),
    Equivalent(
        ("pricing",),
        "left = [line.net if hit else 0 for line, hit in zip(lines, meant, strict=True)]",
        ("left = [line.net if hit else 0 for line, hit in zip(lines, meant, strict=False)]",),
        "both sides are made from the same lines",
    ),
    Equivalent(
        ("pricing",),
        "fits = sum(decided) == taken and all(share <= most for share, most in zip(decided, left, strict=True))",
        ("fits = sum(decided) == taken and all(share <= most for share, most in zip(decided, left, strict=False))",),
        "both sides are made from the same lines",
    ),
    Equivalent(
        ("pricing",),
        "return [replace(line, discount=line.discount + share) for line, share in zip(lines, shares, strict=True)], taken",
        ("return [replace(line, discount=line.discount + share) for line, share in zip(lines, shares, strict=False)], taken",),
        "both sides are made from the same lines",
    ),
    Equivalent(
        ("engine",),
        "shares = dict(zip((line.line_id for line, _ in lines), prorate(amount, weights_of(rule, lines)), strict=True))",
        ("shares = dict(zip((line.line_id for line, _ in lines), prorate(amount, weights_of(rule, lines)), strict=False))",),
        "both sides are made from the same lines",
    ),
    Equivalent(
        ("idempotency",),
        "if record is None or (record.ttl or 0) <= clock.now().timestamp():",
        (
            "if record is None or (record.ttl or  1) <= clock.now().timestamp():",
            "if record is None or (record.ttl or  -1) <= clock.now().timestamp():",
        ),
        "all three are long over",
    ),
    Equivalent(
        ("idempotency",),
        "LARGEST_KEPT = 300_000",
        (
            "LARGEST_KEPT =  300001",
            "LARGEST_KEPT =  299999",
        ),
        "a bound far below that of an item (400 kB)",
    ),
    Equivalent(
        ("idempotency",),
        "return sealed if len(sealed) <= LARGEST_KEPT else _LEFT_OUT",
        ("return sealed if len(sealed) < LARGEST_KEPT else _LEFT_OUT",),
        "one character more fits as well",
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
        ("amounts",),
        "first, needed = rule.components[0]",
        (
            "first, needed = rule.components[1]",
            "first, needed = rule.components[-1]",
        ),
        "every part of a set tells the same number of sets",
    ),
    Equivalent(
        ("points",),
        "lines = {line_id: replace(line, kept=min(line.quantity, pieces.get(line_id, 0))) for line_id, line in self.lines.items()}",
        ("lines = {line_id: replace(line, kept=min(line.quantity, pieces.get(line_id, -1))) for line_id, line in self.lines.items()}",),
        "of a line with -1 pieces all goes back, as of one with none",
    ),
    Equivalent(
        ("order_money",),
        "begun=sum(one.amount or 0 for one in begun),",
        ("begun=sum(one.amount or 1 for one in begun),", "begun=sum(one.amount or -1 for one in begun),"),
        "those that were begun have an amount",
    ),
    Equivalent(
        ("refund_tax",),
        "shares[one.target] = TaxShare(old.added + (0 if included else one.amount), old.included + (one.amount if included else 0))",
        tuple(
            "shares[one.target] = TaxShare(old.added + "
            f"({added} if included else one.amount), old.included + (one.amount if included else {inside}))"
            for added, inside in ((1, 0), (-1, 0), (0, 1), (0, -1))
        ),
        "a share is the difference of two such sums over the same parts",
    ),
    Equivalent(
        ("refund_tax",),
        "old_base, old_amount = both.get(rate, (0, 0))",
        tuple(f"old_base, old_amount = both.get(rate, {begin})" for begin in ((1, 0), (-1, 0), (0, 1), (0, -1))),
        "what is told is the difference of two such sums over the same rates",
    ),
    Equivalent(
        ("invoice_due",),
        "elif one.cause.startswith(_AMENDED) and one.cause.removesuffix(_NOTE) not in causes:",
        ("elif one.cause.startswith(_AMENDED) or one.cause.removesuffix(_NOTE) not in causes:",),
        "the invoice of an amendment comes after its note, and says what the order is",
    ),
    Equivalent(
        ("points_ledger",),
        "if points > 0:",
        ("if points >= 0:", "if points > -1:"),
        "nobody is given or loses 0: staff who ask for it are refused (`no_points`)",
    ),
    Equivalent(
        ("engine",),
        "return (amount_off(rule, lines, fee) if _reached(rule, lines) else 0), lines",
        ("return (amount_off(rule, lines, fee) if _reached(rule, lines) else -1), lines",),
        "who gives nothing is chosen only when all give nothing, and then each is refused for itself",
    ),
    Equivalent(
        ("engine",),
        "lines = tuple(replace(line, quantity=pieces) for line, pieces in left if pieces > 0)",
        ("lines = tuple(replace(line, quantity=pieces) for line, pieces in left if pieces > -1)",),
        "a line without a piece costs and gives nothing",
    ),
    *(
        Equivalent(("credit",), was, (was.replace("strict=True", "strict=False"),), "both sides are made from the same rows")
        for was in (
            "parts = dict(zip(known, prorate(taken, weights), strict=True))",
            "for row_id, share in zip(parts, _shared(target, left, list(parts.values()), self._least_net), strict=True):",
            "least = [max(0, one.tax - max(0, one.gross - part - least_net)) for one, part in zip(left, parts, strict=True)]",
            "most = [max(low, min(part - least_net, one.tax)) for one, part, low in zip(left, parts, least, strict=True)]",
            "wanted = [one.tax * part // one.gross for one, part in zip(left, parts, strict=True)]",
            "shares = [min(max(want, low), high) for want, low, high in zip(wanted, least, most, strict=True)]",
        )
    ),
    *(
        Equivalent(("invoice_rows",), was, (was.replace("strict=True", "strict=False"),), "both sides are made from the same rows")
        for was in (
            "rows = [_row(sold, bundle, amount) for bundle, amount in zip(bundles, gross, strict=True)]",
            "for n, tax in zip(places, prorate(round_half_up(sum(gross) * part), gross), strict=True):",
        )
    ),
    Equivalent(
        ("credit",),
        "shares[n] = min(max(share + (-(-missing // rows) if missing > 0 else missing // rows), least[n]), most[n])",
        (
            "shares[n] = min(max(share + (-(-missing // rows) if missing >= 0 else missing // rows), least[n]), most[n])",
            "shares[n] = min(max(share + (-(-missing // rows) if missing > -1 else missing // rows), least[n]), most[n])",
        ),
        "of nothing that is missing each gets nothing either way",
    ),
)


def reason(module: str, diff: str) -> Equivalent | None:
    """What is known of a survivor."""
    was, becomes = (_close(text) for text in change_of(diff))
    for one in EQUIVALENTS:
        if module in one.modules and was == _close(one.was) and becomes in [_close(text) for text in one.becomes]:
            return one
    return None


def _close(text: str) -> str:
    return "".join(text.split())


def change_of(diff: str) -> tuple[str, str]:
    """What a line was, and what it became."""
    lines = diff.splitlines()
    was = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    becomes = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    return " ".join(filter(None, was)), " ".join(filter(None, becomes))
