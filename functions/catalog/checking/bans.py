"""Who may write no more: banned with a reason, let in again, all of it kept."""

from __future__ import annotations

from dataclasses import field, replace
from typing import Any

from functions.catalog.checking.records import BAN_SK, BANS, BanRecord, author_pk
from functions.shared.outside import clock
from functions.shared.plain import pages, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, NotFound
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Check, Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer, locked_put

_MOST_ENTRIES = 100


@dataclass(frozen=True)
class BanEntry:
    at: str
    by: str
    banned: bool
    reason: str


@dataclass(frozen=True)
class Ban:
    customer_id: str
    banned: bool = False
    entries: list[BanEntry] = field(default_factory=list)


KnownBan = tuple[Ban, int]


def not_banned(customer_id: str) -> Write:
    """For the transaction of whatever they write; it fails with Forbidden (403 `author_banned`)."""
    free = BanRecord.banned.does_not_exist() | (BanRecord.banned == 0)
    return Check(BanRecord, author_pk(customer_id), BAN_SK, free, _banned())


def refuse_banned(record: Record | None) -> None:
    """The same of what was read already."""
    if isinstance(record, BanRecord) and record.banned:
        raise _banned()


def ban_of(customer_id: str) -> KnownBan:
    """Raises NotFound where there never was one."""
    found = _known(customer_id)
    if not found[1]:
        raise NotFound("They were never banned.")
    return found


def bans(*, limit: int, cursor: str | None) -> pages.Page[KnownBan]:
    """Those that hold, oldest first."""
    page = listed_page(BanRecord, BANS, query={"list": "bans"}, limit=limit, cursor=cursor)
    return pages.Page([_of(one) for one in page.data if one.banned], page.next_cursor)


def set_ban(customer_id: str, banned: bool, reason: str, *, by: str, if_match: int | None, remember: Remember[Ban, int]) -> KnownBan:
    """Said twice it is said once. Raises VersionConflict (409), NotFound for the end of a ban that never was."""

    def attempt() -> KnownBan:
        before, version = _known(customer_id) if banned else ban_of(customer_id)
        check_version(version, if_match)
        if before.banned is banned:
            keep_answer(remember(before, version))
            return before, version
        entry = BanEntry(times.iso(clock.now()), by, banned, reason)
        after = replace(before, banned=banned, entries=[*before.entries, entry][-_MOST_ENTRIES:])
        transact([locked_put(_record(after, version + 1, entry.at), version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def _record(ban: Ban, version: int, at: str) -> BanRecord:
    attributes: dict[str, Any] = {"kind": "author_ban", "version": version, "banned": int(ban.banned), "body": dump(ban)}
    record = BanRecord(author_pk(ban.customer_id), BAN_SK, **attributes)
    if ban.banned:
        record.listed_pk, record.listed_sk = place(BANS, f"{at}#{ban.customer_id}", of=ban.customer_id)
    return record


def _known(customer_id: str) -> KnownBan:
    record = find(BanRecord, author_pk(customer_id), BAN_SK)
    return _of(record) if record else (Ban(customer_id), 0)


def _of(record: BanRecord) -> KnownBan:
    return load(Ban, record.body), int(record.version)


def _banned() -> Forbidden:
    return Forbidden("You may not publish anything in this shop.", code="author_banned")
