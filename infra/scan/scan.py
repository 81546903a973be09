"""Where given values stand in clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from infra.scan.forms import Forms


@dataclass(frozen=True)
class Hit:
    """`value`: which of the given ones, from 1; `form`: in which it stands there."""

    where: str
    value: int
    form: str


def scan(values: Iterable[str], found: Iterable[tuple[str, bytes]]) -> Iterator[Hit]:
    """Each value once for each place. Raises ValueError for an empty value."""
    forms, told = Forms(values), set[tuple[str, int]]()
    for where, data in found:
        for form in forms.found_in(data):
            if (where, form.number) not in told:
                told.add((where, form.number))
                yield Hit(where, form.number, form.name)
