"""Says what is going on: a spinner in a terminal, one plain line per step without one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Report:
    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self.started = time.monotonic()

    @contextmanager
    def step(self, text: str) -> Iterator[Report]:
        begun = time.monotonic()
        if self.console.is_terminal:
            with self.console.status(f"{text} …") as self._status:
                yield self
        else:
            self.line(f"{text} ...")
            yield self
        self.line(f"[green]✓[/] {text} [dim]({time.monotonic() - begun:.1f} s)[/]")

    def line(self, text: str = "") -> None:
        self.console.print(text)

    def detail(self, text: str) -> None:
        """Something that is only worth a line where nobody sees the spinner."""
        self.console.print(f"[dim]  {text}[/]")
