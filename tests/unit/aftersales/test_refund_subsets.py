"""Whatever pieces come back in whatever order: together exactly what was paid for them, never more; a fee stays kept."""

from __future__ import annotations

from benchmarks.refund_subsets.proof import run


def test_every_subset_of_some_hundred_orders() -> None:
    """10,000 of them: `python -m benchmarks.refund_subsets`."""
    seen = run(120, seed=20261126)
    assert seen["orders"] == 120
    assert seen["subsets"] > 900
    kinds = ("with every subset", "discounted", "taxed on top", "with delivery", "mixed refunds", "CNY", "EUR", "USD", "KWD", "JPY")
    assert min(seen[kind] for kind in kinds) > 12
