"""On-demand backups: one of each table under one name. AWS keeps them until somebody forgets them, also when the tables are gone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from infra.local.trouble import Trouble
from infra.restore.sets import ORIGINAL, TABLES, TableSet

_NAME = re.compile(r"[A-Za-z0-9_.-]{3,40}")
_READY = "AVAILABLE"


@dataclass(frozen=True)
class Backup:
    """`arns` by table; `taken_at` is when the last of them was. A `whole` one misses no table that an earlier one has."""

    name: str
    taken_at: datetime
    arns: Mapping[str, str]
    size: int
    ready: bool
    whole: bool = True


def backups_of(dynamodb: Any, stage: str) -> list[Backup]:
    """Of whatever set of tables, the oldest first."""
    table_of = re.compile(rf"shop-{stage}-({'|'.join(sorted(TABLES, key=len, reverse=True))})(-.*)?")
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for page in dynamodb.get_paginator("list_backups").paginate(BackupType="USER"):
        for one in page["BackupSummaries"]:
            if named := table_of.fullmatch(one["TableName"]):
                found[one["BackupName"]][named[1]] = one
    in_order = sorted((_backup(name, parts) for name, parts in found.items()), key=lambda backup: backup.taken_at)
    known, judged = set[str](), list[Backup]()
    for backup in in_order:
        known |= backup.arns.keys()
        judged.append(replace(backup, whole=backup.ready and set(backup.arns) == known))
    return judged


def _backup(name: str, parts: Mapping[str, dict[str, Any]]) -> Backup:
    return Backup(
        name,
        max(one["BackupCreationDateTime"] for one in parts.values()),
        {table: one["BackupArn"] for table, one in parts.items()},
        sum(one.get("BackupSizeBytes", 0) for one in parts.values()),
        all(one["BackupStatus"] == _READY for one in parts.values()),
    )


def take(dynamodb: Any, tables: TableSet, name: str, tick: Callable[[int, int], None] = lambda *_: None) -> None:
    """A backup of every table, one right after the other. Raises Trouble."""
    if not _NAME.fullmatch(name):
        raise Trouble(f"{name!r} is no name for a backup: 3 to 40 letters, digits, '_', '.' and '-'.")
    if name == ORIGINAL:
        raise Trouble(f"{ORIGINAL!r} is what the tables of the base are called; take another name for a backup.")
    if any(backup.name == name for backup in backups_of(dynamodb, tables.stage)):
        raise Trouble(f"There is a backup {name} already; take another name, or forget it first.")
    for done, table in enumerate(TABLES, 1):
        dynamodb.create_backup(TableName=tables.name(table), BackupName=name)
        tick(done, len(TABLES))


def named(dynamodb: Any, stage: str, name: str) -> Backup:
    """Raises Trouble when there is none."""
    found = {backup.name: backup for backup in backups_of(dynamodb, stage)}
    if name not in found:
        raise Trouble(f"There is no backup {name} of {stage}; there are: {', '.join(found) or 'none'}.")
    return found[name]


def forget(dynamodb: Any, backup: Backup) -> None:
    for arn in backup.arns.values():
        dynamodb.delete_backup(BackupArn=arn)


def forget_older(dynamodb: Any, stage: str, keep: int) -> list[str]:
    """All but the newest `keep` whole ones, and what is left of unfinished ones that are older than those."""
    found = backups_of(dynamodb, stage)
    kept = [backup for backup in found if backup.whole][-keep:]
    old = [backup for backup in found if kept and backup.taken_at < kept[0].taken_at and backup not in kept]
    for backup in old:
        forget(dynamodb, backup)
    return [backup.name for backup in old]
