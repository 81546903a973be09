"""The clock of the local shop: real time plus an offset that lies in a file every function reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def duration(text: str) -> timedelta:
    """`PT30M`, `P1D`, `P2W`, `P1DT2H`. Years and months have no fixed length and are refused. Raises ValueError."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration like PT30M or P1D")
    try:
        return timedelta(**{unit: float(number) for unit, number in match.groupdict(default="0").items()})
    except OverflowError as error:
        raise ValueError(f"{text!r} is too long") from error


def moment(text: str) -> datetime:
    """An aware time from RFC 3339 text. Raises ValueError."""
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; write it with Z")
    return when.astimezone(UTC)


class LocalClock:
    def __init__(self, file: Path) -> None:
        self.file = file

    def offset(self) -> float:
        try:
            return float(self.file.read_text(encoding="ascii").strip() or 0)
        except (FileNotFoundError, ValueError):
            return 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset())

    def unix(self) -> int:
        return int(self.now().timestamp())

    def advance(self, by: timedelta) -> None:
        self._write(self.offset() + by.total_seconds())

    def set(self, to: datetime) -> None:
        # Rounded up to what the file holds: a clock that was set to midnight must not still say the day before.
        self._write(ceil((to - datetime.now(UTC)).total_seconds() * 1000) / 1000)

    def _write(self, offset: float) -> None:
        # Replaced in one step: a function may read at any moment and must never see half a number.
        datetime.now(UTC) + timedelta(seconds=offset)  # OverflowError before anything is written
        draft = self.file.with_suffix(".draft")
        draft.write_text(f"{offset:.3f}", encoding="ascii")
        draft.replace(self.file)
