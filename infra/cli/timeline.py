"""Prints what happens with the time it happened at and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from rich.console import Console

from functions.shared.plain.money import exponent


def shown(money: dict[str, Any]) -> str:
    """`CNY 899.00`"""
    return f"{money['currency']} {Decimal(money['amount']).scaleb(-exponent(money['currency']))}"


class Timeline:
    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._begun = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._begun

    def mark(self, name: str, text: str, took: float | None = None) -> None:
        spent = f"{took * 1000:6.0f} ms" if took is not None else " " * 9
        self._screen.print(f"{self.elapsed:7.2f} s  {spent}  {name:<22} {text}", markup=False)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """One line when the step is done; what is said inside is its text."""
        begun, text = time.monotonic(), ""

        def said(what: str) -> None:
            nonlocal text
            text = what

        yield said
        self.mark(name, text, time.monotonic() - begun)
