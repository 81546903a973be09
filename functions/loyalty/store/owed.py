"""What the shop owes in points, cards and credit: from the sums beside the ledgers, and whether those equal the accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from functions.loyalty.model.account import Account
from functions.loyalty.model.stored import Form, Stored
from functions.loyalty.store.records import (
    SUMS_SHARDS,
    SUMS_SK,
    AccountRecord,
    LoyaltyTable,
    SumsRecord,
    ValueRecord,
    ValueSumsRecord,
    accounts_key,
)
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_all

POINTS = "points"


@dataclass(frozen=True)
class Difference:
    """`what`: points.pending, points.usable, points.debt, or a form of value and its currency."""

    shard: int
    what: str
    sums: int
    accounts: int


def value_owed() -> dict[tuple[Form, str], int]:
    """By form and currency, minor units. One Query a shard, however many accounts there are."""
    held = Counter[tuple[Form, str]]()
    for shard in range(SUMS_SHARDS):
        for what, amount in _value_sums(shard).items():
            form, _, currency = what.partition(".")
            held[Form(form), currency] += amount
    return {key: held[key] for key in sorted(held)}


def differences() -> Iterator[Difference]:
    """Shard by shard. What is booked while a shard is read shows as another sum afterwards: then it is read again."""
    for shard in range(SUMS_SHARDS):
        for _ in range(3):
            before = _sums(shard)
            held = _accounts(shard)
            wrong = [
                Difference(shard, what, before.get(what, 0), held.get(what, 0))
                for what in sorted({*before, *held})
                if before.get(what, 0) != held.get(what, 0)
            ]
            if not wrong or before == _sums(shard):
                break
        yield from wrong


def _sums(shard: int) -> dict[str, int]:
    points = next(iter(query_all(SumsRecord, f"SUMS#{shard}", range_condition=LoyaltyTable.sk == SUMS_SK)), None)
    told = {f"{POINTS}.{name}": int(getattr(points, name)) for name in ("pending", "usable", "debt")} if points else {}
    return told | _value_sums(shard)


def _value_sums(shard: int) -> dict[str, int]:
    found = query_all(ValueSumsRecord, f"SUMS#{shard}", range_condition=LoyaltyTable.sk.startswith("VALUE#"))
    return {".".join(one.sk.split("#")[1:]): int(one.held) for one in found}


def _accounts(shard: int) -> dict[str, int]:
    held = Counter[str]()
    for record in query_all(AccountRecord, accounts_key(POINTS, shard), index="gsi1"):
        account = load(Account, record.body)
        held.update({f"{POINTS}.pending": account.pending, f"{POINTS}.usable": account.held, f"{POINTS}.debt": account.debt})
    for form in Form:
        for found in query_all(ValueRecord, accounts_key(form.value, shard), index="gsi1"):
            one = load(Stored, found.body)
            held[f"{form}.{one.currency}"] += one.balance
    return held
