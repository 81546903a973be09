"""Mutants that nobody can notice, each with the reason. Any other survivor is a test that is missing."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent
from benchmarks.mutants.equivalents.of_calls import OF_CALLS
from benchmarks.mutants.equivalents.of_invoices import OF_INVOICES
from benchmarks.mutants.equivalents.of_money import OF_MONEY
from benchmarks.mutants.equivalents.of_points import OF_POINTS
from benchmarks.mutants.equivalents.of_promotions import OF_PROMOTIONS
from benchmarks.mutants.equivalents.of_taxes import OF_TAXES

EQUIVALENTS: tuple[Equivalent, ...] = (*OF_MONEY, *OF_TAXES, *OF_PROMOTIONS, *OF_POINTS, *OF_INVOICES, *OF_CALLS)


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
