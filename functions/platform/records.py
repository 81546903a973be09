"""The platform table: jobs and settings of the shop as a whole."""

from __future__ import annotations

from functions.shared.records import Record
from functions.shared.settings import table_name


class PlatformTable(Record):
    class Meta:
        table_name = table_name("platform")
