"""The reports table: facts as they came, hours that need counting, and the counted hours."""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record


class ReportsTable(Record):
    """Three kinds of items:

    - `fact`: pk `FACTS#<hour>`, sk the event's id; `body` is a facts.Fact. Never changed.
    - `dirty`: pk `DIRTY`, sk the hour; `body` is a token that changes with every mark.
    - `rollup`: pk `ROLLUP#<dimension>#<month>`, sk `<hour>#<part>`; `body` is a rollup.Part. Replaced as a whole.
    """

    class Meta:
        table_name = table_name("reports")


DIRTY_PK = "DIRTY"


def facts_pk(hour: str) -> str:
    return f"FACTS#{hour}"


def rollup_pk(dimension: str, month: str) -> str:
    """`month` is ``2025-01``: a partition holds at most 744 hours."""
    return f"ROLLUP#{dimension}#{month}"


def rollup_sk(hour: str, part: int) -> str:
    return f"{hour}#{part:03d}"
