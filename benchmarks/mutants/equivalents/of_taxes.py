"""Of the taxes of orders."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent

OF_TAXES = (
    Equivalent(
        ("tax",),
        "if best is None or (rank, rate.id) > best[:2]:",
        ("if best is None or (rank, rate.id) >= best[:2]:", "if best is None or (rank, rate.id) > best[:3]:"),
        "no two rates have one id, so nothing behind it is compared",
    ),
    Equivalent(
        ("tax",),
        "@lru_cache(maxsize=1024)",
        ("@lru_cache(maxsize=1025)", "@lru_cache(maxsize=1023)", ""),
        "what is remembered is only quicker",
    ),
    Equivalent(
        ("tax",),
        "amounts = [0] * len(shares)",
        ("amounts = [1] * len(shares)", "amounts = [-1] * len(shares)"),
        "each is of a rate, so each is written over",
    ),
    *(
        Equivalent(("tax",), was, (was.replace("strict=True", "strict=False"),), "both sides are made from the same rates or shares")
        for was in (
            "return [_Share(line_id, target, net, rate, net * part) for rate, part in zip(rates, parts, strict=True)]",
            "for share, amount in zip(shares, amounts, strict=True):",
            "for share, amount in zip(shares, amounts, strict=True)",
            "for i, part in zip(of_rate, parts, strict=True):",
        )
    ),
)
