"""Files of counted days that a process has: more than it may keep are begun anew, whatever of them it had."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.reports.store import cells
from functions.reports.store.cells import Counted, files_of, forget
from functions.shared.outside import aws


@pytest.fixture(autouse=True)
def _own_files() -> Iterator[None]:
    forget()
    yield
    forget()


def test_a_range_longer_than_what_is_kept_has_all_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days that were there before the room was made are fetched again: they were missing once, as a KeyError."""
    monkeypatch.setattr(cells, "_MOST_KEPT", 4)
    monkeypatch.setattr(cells, "get_object", lambda key: key.encode())
    monkeypatch.setattr(aws, "client", lambda _: None)
    days = [Counted(f"2026-01-0{day}", f"sales-cells/{day}", 1, []) for day in range(1, 7)]
    files_of(days[:3])
    assert [path.read_text() for path in files_of(days)] == [day.key for day in days]
