"""The loyalty table. What is of a customer lies in their partition, what an order brought or used in that of the order.

| item | pk | sk | attributes |
|---|---|---|---|
| account | `CUS#<customer>` | `POINTS` | body (account.Account), version; due: its next notice or end |
| entry of the ledger | `CUS#<customer>` | `MOVE#<time>#<id>` | body (moves.Move); never changed |
| what an order brings | `ORD#<order>` | `EARNED` | body (earned.Earned), version; due: when its points can be used |
| what an order used | `ORD#<order>` | `SPENT` | body (spent.Spent), version |
| sums of all accounts | `SUMS#<0..15>` | `SUMS` | pending, usable, debt |
| gift card | `GIFT#<card>` | `VALUE#<currency>` | body (stored.Stored), version; gsi1: its shard, gsi2: its batch, listed: state; due |
| a customer's credit | `CUS#<customer>` | `VALUE#<currency>` | the same, without an end |
| entry of their ledger | as its account | `VMOVE#<currency>#<time>#<id>` | body (values.ValueMove); never changed |
| code of a card | `GIFTCODE#<SHA-256>` | `CODE` | body (values.CardCode) |
| value that a refund gave back | `GIVEN#<refund>` | `GIVEN` | once |
| gift cards that an order bought | `ORD#<order>` | `CARDS` | body (bought.Bought), version |
| whom they are for | `ORD#<order>` | `CARDS_TO` | body (bought.SentTo, sealed with the order's key); never changed |
| seed of the codes of a batch | `BATCH#<batch>` | `SEED` | body (sealed with the key of the month), until its job is done |
| what is sent of a card | `GIFT#<card>` | `SEND` | body (bought.CardToSend; code and addressee sealed), version; due: when, then ttl |
| member | `CUS#<customer>` | `MEMBER` | body (member.Member), version; due: when their level may end |
| what became of a level | `CUS#<customer>` | `LMOVE#<time>#<id>` | body (members.LevelMove); never changed |
| what an order counts for its buyer's level | `ORD#<order>` | `COUNTED` | body (members.Counted), version |
| progress of missions | `CUS#<customer>` | `MISSIONS` | body (missions.Progress), version |
| a cause that counted | `CUS#<customer>` | `CAUSE#<kind>#<its name>` | once |
| sums of all value | `SUMS#<0..15>` | `VALUE#<form>#<currency>` | held |
| settings | `PROGRAMME` | `PROGRAMME` | body (programme.Programme), version |
| settings | `LEVELS`, `MISSIONS` (pk = sk) | | body (levels.Levels, missions.Missions), version |
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
CODE_SK, GIVEN_SK, VALUES, VALUE_MOVES = "CODE", "GIVEN", "VALUE#", "VMOVE#"
MEMBER_SK, COUNTED_SK, LEVELS_KEY, LEVEL_MOVES = "MEMBER", "COUNTED", "LEVELS", "LMOVE#"
PROGRESS_SK, MISSIONS_KEY, CAUSES = "MISSIONS", "MISSIONS", "CAUSE#"
BOUGHT_SK, SENT_TO_SK, SEND_SK = "CARDS", "CARDS_TO", "SEND"
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


class MemberRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class LevelMoveRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class CountedRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class ProgressRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class CauseRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class ValueRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class ValueMoveRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class CodeRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class GivenRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class BoughtRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class SentToRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class SendRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class SeedRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")


class ValueSumsRecord(LoyaltyTable):
    class Meta:
        table_name = table_name("loyalty")

    held = NumberAttribute(default=0)


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


def card_pk(card_id: str) -> str:
    return f"GIFT#{card_id}"


def value_sk(currency: str) -> str:
    return f"{VALUES}{currency}"


def value_move_sk(currency: str, at: str, move_id: str) -> str:
    return f"{VALUE_MOVES}{currency}#{at}#{move_id}"


def code_pk(code_hash: str) -> str:
    return f"GIFTCODE#{code_hash}"


def given_pk(refund: str) -> str:
    return f"GIVEN#{refund}"


def batch_key(batch: str) -> str:
    return f"BATCH#{batch}"


def shard_of(name: str) -> int:
    return zlib.crc32(name.encode()) % SUMS_SHARDS


def accounts_key(kind: str, shard: int) -> str:
    """gsi1 of all accounts of a shard, whose sums lie in `SUMS#<shard>`. `kind`: points, or a form of value."""
    return f"ACCOUNTS#{kind}#{shard}"


def sums_pk(name: str) -> str:
    return f"SUMS#{shard_of(name)}"


def sums_keys() -> list[tuple[str, str]]:
    return [(f"SUMS#{shard}", SUMS_SK) for shard in range(SUMS_SHARDS)]
