"""Of amounts, prices and the taxes of refunds."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent

OF_MONEY = (
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
        ("payment_state",),
        "of_type[event.business_key] = max(of_type.get(event.business_key, 0), event.money.amount if event.money else 0)",
        tuple(
            f"of_type[event.business_key] = max(of_type.get(event.business_key, {known}), event.money.amount if event.money else {told})"
            for known, told in ((1, 0), (-1, 0), (0, 1), (0, -1))
        ),
        "what is counted has an amount, of 1 or more",
    ),
    Equivalent(
        ("payment_state",),
        "fees[event.business_key] = max(fees.get(event.business_key, 0), event.fee.amount if event.fee else 0)",
        (
            "fees[event.business_key] = max(fees.get(event.business_key, -1), event.fee.amount if event.fee else 0)",
            "fees[event.business_key] = max(fees.get(event.business_key, 0), event.fee.amount if event.fee else -1)",
        ),
        "the other of the two is 0 or more",
    ),
)
