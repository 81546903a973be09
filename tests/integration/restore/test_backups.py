"""`shop backup`: a backup of every table under one name."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.trouble import Trouble
from infra.restore.backups import backups_of, forget_older, named, take
from infra.restore.sets import ORIGINAL, TABLES, TableSet
from tests.integration.restore.conftest import STAGE, make_table


def test_a_backup_holds_every_table_and_is_found_by_its_name(dynamodb: Any, tables: TableSet) -> None:
    take(dynamodb, tables, "before-the-move")
    (found,) = backups_of(dynamodb, STAGE)
    assert (found.name, found.whole, found.ready, set(found.arns)) == ("before-the-move", True, True, set(TABLES))
    assert named(dynamodb, STAGE, "before-the-move") == found
    assert backups_of(dynamodb, "test") == []
    with pytest.raises(Trouble, match="no backup other of prod; there are: before-the-move"):
        named(dynamodb, STAGE, "other")


def test_one_that_misses_a_table_that_an_earlier_one_has_is_not_whole(dynamodb: Any, tables: TableSet) -> None:
    """An earlier one may have fewer tables, and be whole: later versions add some."""
    for table in ("orders", "stock"):
        dynamodb.create_backup(TableName=tables.name(table), BackupName="early")
    dynamodb.create_backup(TableName=tables.name("orders"), BackupName="broken-off")
    assert [(one.name, one.whole) for one in backups_of(dynamodb, STAGE)] == [("early", True), ("broken-off", False)]
    with pytest.raises(Trouble, match="a backup broken-off already"):
        take(dynamodb, tables, "broken-off")


def test_backups_of_restored_tables_count_as_those_of_the_stage(dynamodb: Any, tables: TableSet) -> None:
    make_table(dynamodb, "shop-prod-orders-20261126T080000Z")
    dynamodb.create_backup(TableName="shop-prod-orders-20261126T080000Z", BackupName="later")
    assert set(named(dynamodb, STAGE, "later").arns) == {"orders"}


def test_older_ones_are_forgotten_but_so_many(dynamodb: Any, tables: TableSet) -> None:
    for name in ("one", "two", "three"):
        take(dynamodb, tables, name)
    dynamodb.create_backup(TableName=tables.name("orders"), BackupName="being-taken")
    assert forget_older(dynamodb, STAGE, 2) == ["one"]
    assert [backup.name for backup in backups_of(dynamodb, STAGE)] == ["two", "three", "being-taken"]


@pytest.mark.parametrize("name", ["", "ab", "a b", "2026-11-26T08:00", "x" * 41])
def test_a_name_that_aws_would_refuse_or_that_reads_as_a_moment(dynamodb: Any, name: str) -> None:
    with pytest.raises(Trouble, match="no name for a backup"):
        take(dynamodb, TableSet(STAGE, ""), name)


def test_a_backup_is_not_called_as_the_tables_of_the_base_are(dynamodb: Any) -> None:
    """`shop restore --to original` would change to those tables and restore none."""
    with pytest.raises(Trouble, match="take another name"):
        take(dynamodb, TableSet(STAGE, ""), ORIGINAL)
