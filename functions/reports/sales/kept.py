"""Answers that a process has given: files of counted days never change, so the same question to the same files has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last `most` of them, but for those of more than `longest` rows."""

    def __init__(self, most: int, longest: int) -> None:
        self._most, self._longest = most, longest
        self._known: OrderedDict[Hashable, tuple[T, ...]] = OrderedDict()

    def of(self, question: Hashable, answer: Callable[[], Sequence[T]]) -> list[T]:
        if (known := self._known.get(question)) is not None:
            self._known.move_to_end(question)
            return list(known)
        rows = answer()
        if len(rows) <= self._longest:
            self._known[question] = tuple(rows)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return list(rows)

    def forget(self) -> None:
        self._known.clear()
