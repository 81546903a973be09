"""Progress on a terminal as a bar, without one as a line now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
LINES = 5  # so many plain lines at most

Tick = Callable[[int, int], None]


@contextmanager
def progress(text: str, screen: Console = console) -> Iterator[Tick]:
    """Gives a function `tick(done, total)` that may be called from several threads."""
    if not screen.is_terminal:
        yield _plain(text, screen)
        return
    columns = (TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain(text: str, screen: Console) -> Tick:
    told = Lock()
    last = 0

    def tick(done: int, total: int) -> None:
        nonlocal last
        with told:
            share = done * LINES // max(1, total)
            if share > last or done == total:
                last = share
                screen.print(f"{text}: {done} of {total}")

    return tick
