"""What stands in the cells of other systems' tables: amounts, times, flags, names. What is wrong with one is told of its line. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from functions.moving.model.group import Fault
from functions.shared.plain import times
from functions.shared.plain.amounts import DecimalMark, WrongCurrency, read_amount
from functions.shared.plain.money import CURRENCIES
from functions.shared.plain.store_time import utc_of

Cells = Mapping[str, str]
_TIME = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"(?:[ T](?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d+)?)? ?(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
"""The year first, as systems write it and as spreadsheets save it again (`2024/3/10 9:05`). Where the day or the month is first nothing
tells which, so those are refused."""
_YES, _NO = frozenset({"yes", "true", "1", "y", "subscribed"}), frozenset({"no", "false", "0", "n", "unsubscribed", "not subscribed"})


class Reader:
    """Of one thing's rows. `timezone`: of times that name none."""

    def __init__(self, currency: str, timezone: str, mark: DecimalMark | None = None) -> None:
        self.currency = currency
        self.timezone = timezone
        self.mark = mark
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []

    def money(self, line: int, row: Cells, column: str) -> int:
        """0 where nothing stands."""
        text = row.get(column, "").strip()
        if not text:
            return 0
        try:
            return read_amount(text, self.currency, self.mark).amount
        except WrongCurrency:
            self.fault(line, column, "wrong_currency", f"The order is in {self.currency}, and this is another currency.")
        except ValueError:
            self.fault(line, column, "invalid_number", f"This is no amount in {self.currency}.")
        return 0

    def pieces(self, line: int, row: Cells, column: str) -> int:
        text = row.get(column, "").strip()
        if re.fullmatch(r"\d{1,6}([.,]0+)?", text, re.ASCII):
            return int(re.split("[.,]", text)[0])
        self.fault(line, column, "invalid_number", "A whole number of pieces is wanted.")
        return 0

    def time(self, line: int, row: Cells, column: str) -> str | None:
        """UTC text. A time without a zone is one of the store; a day is its first moment."""
        text = row.get(column, "").strip()
        if not text:
            return None
        found = moment(text, self.timezone)
        if found is None:
            self.fault(line, column, "invalid_time", "This is no time, such as 2024-03-10 23:40:12 -0400.")
        return found

    def flag(self, line: int, row: Cells, *columns: str) -> bool | None:
        """Of the first column that says something."""
        for column in columns:
            text = row.get(column, "").strip().casefold()
            if text in _YES or text in _NO:
                return text in _YES
            if text:
                self.remarks.append(Fault(line, column, "not_understood", "Neither yes nor no: taken as not said."))
        return None

    def fault(self, line: int, column: str, code: str, detail: str) -> None:
        self.faults.append(Fault(line, column, code, detail))


def moment(text: str, timezone: str) -> str | None:
    """None for what is no time."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    local = f"{day}T{int(found['hour'] or 0):02}:{found['minute'] or '00'}:{found['second'] or '00'}"
    zone = found["zone"]
    try:
        if zone is None:
            return times.iso(utc_of(local, timezone))
        offset = "+00:00" if zone in ("Z", "UTC") else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return times.iso(times.bounded(datetime.fromisoformat(f"{local}{offset}")))
    except (ValueError, OverflowError):
        return None


def known_currency(code: str) -> bool:
    return code in CURRENCIES


def plain(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a number for one (`'+4917…`, `'01067`)."""
    return text.strip().lstrip("'’").strip()


def joined(*parts: str) -> str:
    """A line break inside of a cell is a blank."""
    return " ".join(" ".join(parts).split())


def tags_of(text: str) -> list[str]:
    return list(dict.fromkeys(tag.strip()[:100] for tag in text.split(",") if tag.strip()))[:100]


def said(**fields: object) -> dict[str, object]:
    """Only what says something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}
