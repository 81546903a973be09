"""Makes a set of tables as they were: to one moment, or from a backup. Begun again, it goes on with what is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from infra.local.trouble import Trouble
from infra.restore.backups import Backup
from infra.restore.sets import TABLES, TableSet, described

FROM = "shop:restored-from"
USED = "shop:in-use-since"
_GIVE_UP_AFTER = 24 * 3600.0


@dataclass(frozen=True)
class Copy:
    """What is to be made. `source` is whose settings the copies get, and, where no backup is given, whose past is copied."""

    source: TableSet
    target: TableSet
    past: datetime | Backup

    @property
    def mark(self) -> str:
        """Says on each copy what it is one of."""
        return self.past.name if isinstance(self.past, Backup) else self.past.strftime("%Y-%m-%dT%H:%M:%SZ")


def newer_than(dynamodb: Any, stage: str, moment: datetime) -> frozenset[str]:
    """The tables that a later version added: the base made them after the moment."""
    names = {table: TableSet(stage, "").name(table) for table in TABLES}
    made = {table: found["CreationDateTime"] for table, name in names.items() if (found := described(dynamodb, name))}
    return frozenset(table for table, created in made.items() if created > moment)


def lacks(backup: Backup, newer: frozenset[str]) -> frozenset[str]:
    """The tables that the backup cannot have. Raises Trouble when it is not ready, or misses others."""
    missing = frozenset(TABLES) - backup.arns.keys()
    if not backup.ready or missing - newer:
        told = f"misses {', '.join(sorted(missing - newer))}" if backup.ready else "is not ready yet"
        raise Trouble(f"The backup {backup.name} {told}.")
    return missing


def must_reach(dynamodb: Any, tables: TableSet, moment: datetime, newer: frozenset[str]) -> None:
    """All tables but the newer ones can be brought back to the moment. Raises Trouble with the times they can be brought back to."""
    windows = [_window(dynamodb, tables.name(table)) for table in TABLES if table not in newer]
    earliest, latest = max(first for first, _ in windows), min(last for _, last in windows)
    if not earliest <= moment <= latest:
        told = f"{earliest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} and {latest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        raise Trouble(f"{tables} can be brought back to a moment between {told}. Earlier ones may be in tables used before: --from.")


def _window(dynamodb: Any, name: str) -> tuple[datetime, datetime]:
    recovery = recovery_of(dynamodb, name)
    if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
        raise Trouble(f"{name} has no point-in-time recovery; only a backup brings it back.")
    return recovery["EarliestRestorableDateTime"], recovery["LatestRestorableDateTime"]


def recovery_of(dynamodb: Any, name: str) -> dict[str, Any]:
    """Raises Trouble for a table that is lost: with it went what it remembered."""
    try:
        told = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    except dynamodb.exceptions.TableNotFoundException as error:
        raise Trouble(f"{name} is not there (any more); only a backup brings it back.") from error
    found: dict[str, Any] = told.get("PointInTimeRecoveryDescription", {})
    return found


def begin(dynamodb: Any, copy: Copy, say: Callable[[str], None]) -> None:
    """Have every table made that is not there yet. Raises Trouble for one that is there and is something else."""
    there = {table: described(dynamodb, copy.target.name(table)) for table in copy.target.restored}
    for table, found in there.items():
        if found is not None:
            _must_be_ours(dynamodb, copy, table, found)
    for table, found in there.items():
        if found is None:
            _make(dynamodb, copy, table)
            say(f"{copy.target.name(table)}: begun")


def _make(dynamodb: Any, copy: Copy, table: str) -> None:
    more = _own_key(dynamodb, copy, table) | {"TargetTableName": copy.target.name(table)}
    if isinstance(copy.past, Backup):
        dynamodb.restore_table_from_backup(BackupArn=copy.past.arns[table], **more)
    else:
        dynamodb.restore_table_to_point_in_time(SourceTableName=copy.source.name(table), RestoreDateTime=copy.past, **more)


def _own_key(dynamodb: Any, copy: Copy, table: str) -> dict[str, Any]:
    """Said, not left to what AWS takes a copy to be encrypted with. Of a table that is lost its backup knows."""
    found = described(dynamodb, copy.source.name(table))
    if found is None and isinstance(copy.past, Backup):
        told = dynamodb.describe_backup(BackupArn=copy.past.arns[table])["BackupDescription"]
        found = told.get("SourceTableFeatureDetails", {})
    key = ((found or {}).get("SSEDescription") or {}).get("KMSMasterKeyArn")
    return {"SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}} if key else {}


def _must_be_ours(dynamodb: Any, copy: Copy, table: str, found: dict[str, Any]) -> None:
    name = copy.target.name(table)
    tags = tags_of(dynamodb, found["TableArn"])
    if USED in tags:
        raise Trouble(f"{name} has been in use since {tags[USED]}, so it is no copy any more; take other names with --suffix.")
    summary = found.get("RestoreSummary") or {}
    if isinstance(copy.past, Backup):
        same = summary.get("SourceBackupArn") == copy.past.arns[table]
    else:
        same = summary.get("RestoreDateTime") == copy.past and summary.get("SourceTableArn", "").endswith("/" + copy.source.name(table))
    if not same and tags.get(FROM) != copy.mark:
        raise Trouble(f"{name} is there already and is no copy of {copy.mark}; take other names with --suffix.")


def await_all(dynamodb: Any, tables: TableSet, say: Callable[[str], None]) -> None:
    for table in tables.restored:
        await_active(dynamodb, tables.name(table))
        say(f"{tables.name(table)}: is there")


def await_active(dynamodb: Any, name: str) -> dict[str, Any]:
    """The table as it is when it and its indexes can be used. Large ones take hours to restore."""
    for found in _polled(lambda: described(dynamodb, name)):
        if found is None:
            raise Trouble(f"{name} is not there (any more).")
        indexes = [one.get("IndexStatus", "ACTIVE") for one in found.get("GlobalSecondaryIndexes", [])]
        if {found["TableStatus"], *indexes} == {"ACTIVE"}:
            return found
    raise Trouble(f"{name} is not ready yet. Run the same command again later; it goes on from here.")


def _polled(ask: Callable[[], dict[str, Any] | None]) -> Iterator[dict[str, Any] | None]:
    wait, deadline = 0.1, time.monotonic() + _GIVE_UP_AFTER
    while time.monotonic() < deadline:
        yield ask()
        time.sleep(wait)
        wait = min(wait * 1.5, 15.0)


def tags_of(dynamodb: Any, arn: str) -> dict[str, str]:
    pages = dynamodb.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
    return {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}
