"""Events of reports."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ReportMade:
    """A report that staff wanted by mail, for one of them (`person`). `first` and `last`: days of the store, both included. Its files stay
    with the shop for some days; who mails it asks for them."""

    TYPE: ClassVar[str] = "report.made"
    VERSION: ClassVar[int] = 1
    report_id: str
    person: str
    label: str
    language: str
    first: str
    last: str
