"""The loyalty table. What is of a customer lies in their partition, what an order brought or used in that of the order.

| item | pk | sk | attributes |
|---|---|---|---|
| account | `CUS#<customer>` | `POINTS` | body (account.Account), version; due: its next notice or end |
| entry of the ledger | `CUS#<customer>` | `MOVE#<time>#<id>` | body (moves.Move); never changed |
| what an order brings | `ORD#<order>` | `EARNED` | body (earned.Earned), version; due: when its points can be used |
| what an order used | `ORD#<order>` | `SPENT` | body (spent.Spent), version |
| sums of all accounts | `SUMS#<0..15>` | `SUMS` | pending, usable, debt |
| settings | `PROGRAMME` | `PROGRAMME` | body (programme.Programme), version |
| event | the partition of the account | `EVT#…` | body |

Every entry changes its account and the sums of its shard in the transaction that writes it, so that what is owed is known without reading
all accounts, and equals them.
"""

from __future__ import annotations

import zlib

from pynamodb.attributes import NumberAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

ACCOUNT_SK, EARNED_SK, SPENT_SK, SUMS_SK, PROGRAMME_KEY, MOVES = "POINTS", "EARNED", "SPENT", "SUMS", "PROGRAMME", "MOVE#"
DUE_SHARDS, SUMS_SHARDS = 4, 16


class LoyaltyTable(Record):
    class Meta:
        table_name = table_name("loyalty")


class AccountRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class MoveRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class EarnedRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class SpentRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class ProgrammeRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class SumsRecord(LoyaltyTable):
    """`usable`: all that lies in buckets; `debt`: what customers owe beside it."""

    class Meta:
        table_name = table_name("loyalty")

    pending = NumberAttribute(default=0)
    usable = NumberAttribute(default=0)
    debt = NumberAttribute(default=0)


def customer_pk(customer_id: str) -> str:
    return f"CUS#{customer_id}"


def order_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def move_sk(at: str, move_id: str) -> str:
    return f"{MOVES}{at}#{move_id}"


def due_shard(name: str) -> str:
    return f"DUE#{zlib.crc32(name.encode()) % DUE_SHARDS}"


def due_shards() -> list[str]:
    return [f"DUE#{shard}" for shard in range(DUE_SHARDS)]


def sums_pk(customer_id: str) -> str:
    return f"SUMS#{zlib.crc32(customer_id.encode()) % SUMS_SHARDS}"


def sums_keys() -> list[tuple[str, str]]:
    return [(f"SUMS#{shard}", SUMS_SK) for shard in range(SUMS_SHARDS)]
