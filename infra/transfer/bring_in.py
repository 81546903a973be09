"""A folder that `take_out` wrote is brought into an empty deployment, and compared: every table has to come to the same hash,
opened and with the ids that people had. It can die anywhere: the same command goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from functions.shared.plain import times
from infra.local.trouble import Trouble
from infra.transfer.accounts import Account, brought, renamed
from infra.transfer.deployment import Deployment
from infra.transfer.keys import Keys
from infra.transfer.lake import renamed_object
from infra.transfer.left import is_left_whole, why_left
from infra.transfer.lines import item_of, ordered
from infra.transfer.manifest import Manifest, TableHash, check_files, lines_in, read_manifest, table_hash
from infra.transfer.take_out import ACCOUNTS, MEDIA, OBJECTS, TABLES, lines_of_table, look_ups_of

BATCH = 25
MARK = {"pk": {"S": "TRANSFER"}, "sk": {"S": "TRANSFER"}}
OWN = frozenset({"access"})
"""Tables in which a new deployment has something before anybody uses it: its first owner."""
TOLD = frozenset({"event", "journal", "stock", "stock_settings"})
"""Kinds that are new to who reads streams: events are published, and counters that nobody saw before are a return of goods."""
_HELD_BACK = "transferred_event"
Tell = Callable[[str], object]


@dataclass(frozen=True)
class BroughtIn:
    """By table: what it came to here."""

    tables: Mapping[str, TableHash]
    accounts: int
    objects: int


def bring_in(folder: Path, place: Deployment, tell: Tell = lambda _: None) -> BroughtIn:
    """Raises Trouble: the folder was changed, the deployment is not empty, it files addresses by another secret, or a table came to
    another hash."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    _take_place(manifest, place)
    if look_ups_of(place) != manifest.look_ups:
        raise Trouble("The secret `privacy` is another one here: put the `look_ups` of the old deployment into it first.")
    with place.without_clocks():
        return _brought_in(folder, manifest, place, tell)


def _brought_in(folder: Path, manifest: Manifest, place: Deployment, tell: Tell) -> BroughtIn:
    names = {account.customer_id: brought(account, place) for account in _accounts(folder)}
    tell(f"{len(names)} accounts")
    keys = Keys(place)
    # What is left of whoever was erased comes first: no key is made for them.
    for table in sorted(manifest.tables, key=lambda name: name != "privacy"):
        _write_table(folder / TABLES / table, table, place, keys, names)
        tell(f"{table}: {manifest.tables[table].items} items")
    for table in sorted(manifest.tables):
        _release(folder / TABLES / table, place.tables[table], place, names)
    objects = _write_objects(folder, place, names)
    tell(f"{objects} objects")
    came_to = _compared(folder, manifest, place, names)
    place.dynamodb.delete_item(TableName=place.tables["platform"], Key=MARK)
    return BroughtIn(came_to, len(names), objects)


def compare(folder: Path, place: Deployment) -> dict[str, TableHash]:
    """The same comparison again, of a deployment that nobody has used since. Raises Trouble as `bring_in`."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    return _compared(folder, manifest, place, {account.customer_id: brought(account, place) for account in _accounts(folder)})


def _take_place(manifest: Manifest, place: Deployment) -> None:
    table = place.tables["platform"]
    if mark := place.dynamodb.get_item(TableName=table, Key=MARK, ConsistentRead=True).get("Item"):
        if mark["body"]["S"] != manifest.hash:
            raise Trouble("Another transfer was begun here: only that one goes on.")
        return
    full = [name for name in sorted(place.tables) if name not in OWN and not is_left_whole(name) and _is_begun(place, name)]
    if full:
        raise Trouble(f"This deployment is not empty: {', '.join(full)}. A transfer goes into an empty one.")
    place.dynamodb.put_item(TableName=table, Item={**MARK, "kind": {"S": "transfer"}, "body": {"S": manifest.hash}})


def _is_begun(place: Deployment, table: str) -> bool:
    """What a transfer leaves anyway is there before anybody uses a deployment."""
    moment = datetime.now(UTC)
    return any(why_left(table, item, moment) is None for item in place.items(table))


def _accounts(folder: Path) -> Iterator[Account]:
    for line in lines_in(folder / ACCOUNTS):
        yield Account(**json.loads(line))


def _write_table(source: Path, table: str, place: Deployment, keys: Keys, names: Mapping[str, str]) -> None:
    for path in sorted(source.iterdir(), key=lambda one: one.stem != "person_key"):
        lines = lines_in(path)
        while some := list(islice(lines, BATCH)):
            items = [item_of(json.loads(renamed(line, names)), keys) for line in some]
            _write(place, table, items)


def _write(place: Deployment, table: str, items: list[dict[str, Any]]) -> None:
    """What streams would tell as new comes under another kind: it was told long ago."""
    held = [{**item, "kind": {"S": _HELD_BACK}} if item.get("kind", {}).get("S") in TOLD else item for item in items]
    pending: Any = {place.tables[table]: [{"PutRequest": {"Item": item}} for item in held]}
    while pending:
        pending = place.dynamodb.batch_write_item(RequestItems=pending).get("UnprocessedItems")


def _release(source: Path, table: str, place: Deployment, names: Mapping[str, str]) -> None:
    """Gives them their kinds, once everything is there: a change by which nothing else changed tells nobody anything, and what is done once
    for each of them is found done."""
    for path in (source / f"{kind}.ndjson" for kind in sorted(TOLD)):
        for line in lines_in(path) if path.exists() else ():
            told = json.loads(renamed(line, names))
            place.dynamodb.update_item(
                TableName=table,
                Key={"pk": {"S": told["pk"]}, "sk": {"S": told["sk"]}},
                UpdateExpression="SET #kind = :kind",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#kind": "kind"},
                ExpressionAttributeValues={":kind": {"S": told["kind"]}},
            )


def _write_objects(folder: Path, place: Deployment, names: Mapping[str, str]) -> int:
    count = 0
    for line in lines_in(folder / MEDIA):
        told = json.loads(line)
        data = renamed_object(told["key"], (folder / OBJECTS / told["sha256"][:2] / told["sha256"]).read_bytes(), names)
        extra = {"CacheControl": told["cache"]} if "cache" in told else {}
        place.s3.put_object(Bucket=place.bucket, Key=told["key"], Body=data, ContentType=told["content_type"], **extra)
        count += 1
    return count


def _compared(folder: Path, manifest: Manifest, place: Deployment, given: Mapping[str, str]) -> dict[str, TableHash]:
    """What stood in a table of its own before is not compared. `given`: which id somebody has here."""
    keys, came_to, moment = Keys(place), {}, times.parse(manifest.began_at)
    names = {here: there for there, here in given.items()}
    for table, known in manifest.tables.items():
        lines = [ordered(renamed(text, names)) for kind, text in lines_of_table(place, table, keys, moment) if kind != "transfer"]
        if table in OWN:
            written = {line for path in (folder / TABLES / table).iterdir() for line in lines_in(path)}
            lines = [line for line in lines if line in written]
        came_to[table] = table_hash(lines)
        if came_to[table] != known:
            raise Trouble(f"{table} came to {came_to[table]}, and {known} was written: the transfer is not whole.")
    return came_to
