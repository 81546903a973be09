"""Of invoices and credit notes."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent

OF_INVOICES = (
    Equivalent(
        ("invoice_due",),
        "elif one.cause.startswith(_AMENDED) and one.cause.removesuffix(_NOTE) not in causes:",
        ("elif one.cause.startswith(_AMENDED) or one.cause.removesuffix(_NOTE) not in causes:",),
        "the invoice of an amendment comes after its note, and says what the order is",
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
    Equivalent(
        ("invoice_rows",),
        "if not last or part.base != last[0].base or part.title in {one.title for one in last}:",
        ("if not last or part.base != last[-1].base or part.title in {one.title for one in last}:",),
        "all that are in it have one base: another begins a new one",
    ),
    Equivalent(
        ("invoice_rows",),
        "return bundle[0].base + sum(part.amount for part in bundle) if bundle else 0",
        (
            "return bundle[-1].base + sum(part.amount for part in bundle) if bundle else 0",
            "return bundle[0].base + sum(part.amount for part in bundle) if bundle else 1",
            "return bundle[0].base + sum(part.amount for part in bundle) if bundle else -1",
        ),
        "those of a delivery have one base and are not empty; a line has one only, and its row is all that was paid",
    ),
)
