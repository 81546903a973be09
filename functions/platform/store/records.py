"""The platform table: jobs and settings of the shop as a whole."""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record


class PlatformTable(Record):
    class Meta:
        table_name = table_name("platform")
