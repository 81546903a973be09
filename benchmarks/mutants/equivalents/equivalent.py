"""A mutant that nobody can notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Equivalent:
    """`was` and `becomes`: the changed line; blanks do not count. `becomes` may be one of several."""

    modules: tuple[str, ...]
    was: str
    becomes: tuple[str, ...]
    why: str
