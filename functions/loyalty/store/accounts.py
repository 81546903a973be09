"""Accounts as they are stored, and what all of them come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from functions.loyalty.model.account import Account
from functions.loyalty.store.records import ACCOUNT_SK, AccountRecord, SumsRecord, accounts_key, customer_pk, due_shard, shard_of, sums_keys
from functions.shared.plain import times
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put

Found = Mapping[tuple[type[Record], str, str], Record]


@dataclass(frozen=True)
class Sums:
    """Of all accounts: `pending` and `usable` is what the shop owes, `debt` what customers owe."""

    pending: int = 0
    usable: int = 0
    debt: int = 0


def account_keys(customer_id: str) -> Mapping[type[Record], list[tuple[str, str]]]:
    return {AccountRecord: [(customer_pk(customer_id), ACCOUNT_SK)]}


def account_in(found: Found, customer_id: str) -> Account:
    """Among what was read with `account_keys`; an empty one, of version 0, where there is none."""
    record = found.get((AccountRecord, customer_pk(customer_id), ACCOUNT_SK))
    return _account(record) if isinstance(record, AccountRecord) else Account(customer_id)


def account_of(customer_id: str) -> Account:
    """One GetItem."""
    record = find(AccountRecord, customer_pk(customer_id), ACCOUNT_SK)
    return _account(record) if record else Account(customer_id)


def account_put(account: Account, now: datetime, *, notice: timedelta) -> Put:
    """In place of what was read. The transaction raises Overtaken."""
    record = AccountRecord(
        pk=customer_pk(account.customer_id), sk=ACCOUNT_SK, kind="points_account", body=dump_brief(replace(account, version=0)),
        version=account.version + 1,
    )  # fmt: skip
    record.gsi1pk, record.gsi1sk = accounts_key("points", shard_of(account.customer_id)), account.customer_id
    if due := _next_due(account, now, notice):
        record.due_pk, record.due_at = due_shard(account.customer_id), due
    return locked_put(record, account.version)


def _next_due(account: Account, now: datetime, notice: timedelta) -> str:
    ends = [one.expires_at for one in account.buckets if one.expires_at]
    notices = [times.iso(max(now, times.parse(end) - notice)) for end in ends if notice and end > account.told_until]
    return min([*ends, *notices], default="")


def sums_of_all() -> Sums:
    """One BatchGetItem, however many accounts there are."""
    found = [one for one in find_many({SumsRecord: sums_keys()}).values() if isinstance(one, SumsRecord)]
    return Sums(sum(int(one.pending) for one in found), sum(int(one.usable) for one in found), sum(int(one.debt) for one in found))


def _account(record: AccountRecord) -> Account:
    return replace(load(Account, record.body), version=int(record.version))
