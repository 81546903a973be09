"""Mutants that nobody can notice, each with the reason. Any other survivor is a test that is missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Equivalent:
    """`was` and `becomes`: the changed lines without the blanks at their ends; `becomes` may be one of several."""

    modules: tuple[str, ...]
    was: str
    becomes: tuple[str, ...]
    why: str


EQUIVALENTS: tuple[Equivalent, ...] = ()


def reason(module: str, diff: str) -> Equivalent | None:
    """What is known of a survivor."""
    was, becomes = change_of(diff)
    found = (one for one in EQUIVALENTS if module in one.modules and was == one.was and becomes in one.becomes)
    return next(found, None)


def change_of(diff: str) -> tuple[str, str]:
    """What a line was, and what it became."""
    lines = diff.splitlines()
    was = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    becomes = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    return " ".join(filter(None, was)), " ".join(filter(None, becomes))
