"""The reports table: facts as they came, what is known of orders, hours that need counting, and where the counted days lie."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record
from functions.shared.store.shards import shards_of, spread


class ReportsTable(Record):
    """Kinds of items (those of the lake: lake_items.py):

    - `fact`: pk `FACTS#<hour>#<shard>` (`FACTS#<hour>` before 0.2), sk the event's id; `body` is a facts.Fact. Never changed.
    - `account`: pk `ORDER#<order>`, sk `ACCOUNT`; `body` is an account.Account.
    - `buyer`: pk `BUYER#<customer>`, sk `FIRST`; `body` is the id of the order that was paid first.
    - `unit_cost`: pk `COST#<variant>`, sk `COST`; `body` is a unit_cost.Costs.
    - `dirty`: pk `DIRTY`, sk the hour; `body` is a token that changes with every mark.
    - `hour`: pk `HOURS#<day of UTC>`, sk the hour: it has facts.
    - `cells`: pk `CELLS#<year>`, sk the day of UTC; `body` is a cells.Counted. Replaced as a whole.
    - `also`: pk `ALSO#<day of UTC>`, sk another one: in its rows is something that is booked on a day of the store that begins in the
    first. - `open_day`: pk `OPEN`, sk the day of the store: to be closed; `body` says when something was last booked on it.
    - `closed_day`: pk `CLOSED#<year>`, sk the day of the store; `body` is a closed_days.ClosedDay, empty while it is being summed up.
    - `rollup`: pk `ROLLUP#<dimension>#<month>`: figures of before 0.3, which are counted anew (recount_before.py).
    """

    class Meta:
        table_name = table_name("reports")


DIRTY_PK, OPEN_PK = "DIRTY", "OPEN"
RECOUNTED = ("RECOUNTED", "ROLLUPS")
"""The item that says: nothing of before 0.3 is left to be counted anew."""
ACCOUNT_SK, FIRST_SK, COST_SK = "ACCOUNT", "FIRST", "COST"


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


def facts_pk(hour: str, event_id: str) -> str:
    return spread(_of_hour(hour), event_id)


def facts_of_hour(hour: str) -> list[ReportsTable]:
    """Each fact once: an event that came before the partition of an hour was cut, and again after it, is in both places."""
    partitions = [*shards_of(_of_hour(hour)), _of_hour(hour)]
    facts = {item.sk: item for pk in partitions for item in ReportsTable.query(pk, consistent_read=True)}
    return list(facts.values())


def _of_hour(hour: str) -> str:
    return f"FACTS#{hour}"


def account_key(order_id: str) -> tuple[str, str]:
    return f"ORDER#{order_id}", ACCOUNT_SK


def buyer_key(customer_id: str) -> tuple[str, str]:
    return f"BUYER#{customer_id}", FIRST_SK


def cost_key(variant_id: str) -> tuple[str, str]:
    return f"COST#{variant_id}", COST_SK


def closed_key(day: str) -> tuple[str, str]:
    return f"CLOSED#{day[:4]}", day


def hours_pk(day: str) -> str:
    return f"HOURS#{day}"


def also_pk(day: str) -> str:
    return f"ALSO#{day}"


def cells_pk(day: str) -> str:
    return f"CELLS#{day[:4]}"
