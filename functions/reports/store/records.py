"""The reports table: facts as they came, hours that need counting, and the counted hours."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record
from functions.shared.store.shards import shards_of, spread


class ReportsTable(Record):
    """Kinds of items (those of the lake: lake_items.py):

    - `fact`: pk `FACTS#<hour>#<shard>` (`FACTS#<hour>` before 0.2), sk the event's id; `body` is a facts.Fact. Never changed.
    - `dirty`: pk `DIRTY`, sk the hour; `body` is a token that changes with every mark.
    - `rollup`: pk `ROLLUP#<dimension>#<month>`, sk `<hour>#<part>`; `body` is a rollup.Part. Replaced as a whole.
    """

    class Meta:
        table_name = table_name("reports")


class LiveRecord(Record):
    """What the live board counts (live.py)."""

    class Meta:
        table_name = table_name("reports")

    orders = NumberAttribute(null=True)
    paid = NumberAttribute(null=True)
    revenue = NumberAttribute(null=True)
    visitors = NumberAttribute(null=True)


class TurnRecord(Record):
    """pk and sk `LAKE#TURN`; `body` is who writes the lake (turn.py)."""

    class Meta:
        table_name = table_name("reports")

    until = UnicodeAttribute(default="")


DIRTY_PK = "DIRTY"


def facts_pk(hour: str, event_id: str) -> str:
    return spread(_of_hour(hour), event_id)


def facts_of_hour(hour: str) -> list[ReportsTable]:
    """Each fact once: an event that came before the partition of an hour was cut, and again after it, is in both places."""
    partitions = [*shards_of(_of_hour(hour)), _of_hour(hour)]
    facts = {item.sk: item for pk in partitions for item in ReportsTable.query(pk, consistent_read=True)}
    return list(facts.values())


def _of_hour(hour: str) -> str:
    return f"FACTS#{hour}"


def rollup_pk(dimension: str, month: str) -> str:
    """`month` is ``2025-01``: a partition holds at most 744 hours."""
    return f"ROLLUP#{dimension}#{month}"


def rollup_sk(hour: str, part: int) -> str:
    return f"{hour}#{part:03d}"
