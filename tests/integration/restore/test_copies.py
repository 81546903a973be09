"""Restored tables: made once, given what AWS leaves behind, and never mistaken for something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.local.trouble import Trouble
from infra.restore.backups import named, take
from infra.restore.copies import FROM, USED, Copy, await_all, begin, lacks, must_reach, newer_than, tags_of
from infra.restore.likeness import count, make_alike, must_be_alike, traits_of
from infra.restore.sets import TABLES, TableSet, described, set_there
from tests.integration.restore.conftest import STAGE, make_table, put
from tests.support.tables import INDEXES

MOMENT = datetime(2026, 11, 26, 8, tzinfo=UTC)


def quietly(_: str) -> None: ...


def finished(dynamodb: Any, made: Copy) -> None:
    """The table of orders stands for all where only one matters."""
    begin(dynamodb, made, quietly)
    await_all(dynamodb, made.target, quietly)
    make_alike(dynamodb, made.source.name("orders"), made.target.name("orders"), made.mark)
    must_be_alike(dynamodb, made.source.name("orders"), made.target.name("orders"))


def of_backup(dynamodb: Any, tables: TableSet, name: str = "safe") -> Copy:
    take(dynamodb, tables, name)
    return Copy(tables, TableSet(STAGE, f"-{name}"), named(dynamodb, STAGE, name))


def test_a_backup_comes_back_beside_what_is_there(dynamodb: Any, tables: TableSet) -> None:
    put(dynamodb, tables.name("orders"), "kept")
    made = of_backup(dynamodb, tables)
    dynamodb.delete_item(TableName=tables.name("orders"), Key={"pk": {"S": "kept"}, "sk": {"S": "X"}})
    finished(dynamodb, made)
    assert (count(dynamodb, "shop-prod-orders-safe"), count(dynamodb, tables.name("orders"))) == (1, 0)


def test_what_aws_leaves_behind_is_set_again(dynamodb: Any, tables: TableSet) -> None:
    made = of_backup(dynamodb, tables)
    begin(dynamodb, made, quietly)
    before = traits_of(dynamodb, "shop-prod-orders-safe")
    assert (before.stream, before.ttl, before.recovery, before.tags) == ({}, "", False, {})
    with pytest.raises(Trouble, match="differs from shop-prod-orders in: stream, protected, ttl, recovery, tags"):
        must_be_alike(dynamodb, tables.name("orders"), "shop-prod-orders-safe")
    finished(dynamodb, made)
    after = traits_of(dynamodb, "shop-prod-orders-safe")
    assert after == traits_of(dynamodb, tables.name("orders"))
    assert (after.ttl, after.protected, after.recovery, after.tags) == ("ttl", True, True, {"team": "shop"})
    assert after.stream == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    table = described(dynamodb, "shop-prod-orders-safe")
    assert table
    assert table["LatestStreamLabel"]
    assert tags_of(dynamodb, table["TableArn"])[FROM] == "safe"


def test_an_index_that_is_newer_than_the_backup_is_made(dynamodb: Any, tables: TableSet) -> None:
    dynamodb.update_table(TableName=tables.name("orders"), DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=tables.name("orders"))
    make_table(dynamodb, tables.name("orders"), INDEXES[:3])
    made = of_backup(dynamodb, tables)
    create = {"Create": {key: INDEXES[3][key] for key in ("IndexName", "KeySchema", "Projection")}}
    keys = [{"AttributeName": name, "AttributeType": "S"} for name in ("listed_pk", "listed_sk")]
    dynamodb.update_table(TableName=tables.name("orders"), AttributeDefinitions=keys, GlobalSecondaryIndexUpdates=[create])
    finished(dynamodb, made)
    assert set(traits_of(dynamodb, "shop-prod-orders-safe").indexes) == {"gsi1", "gsi2", "due", "listed"}


def test_interrupted_it_goes_on_with_what_is_there(dynamodb: Any, tables: TableSet) -> None:
    made, said = of_backup(dynamodb, tables), list[str]()
    dynamodb.restore_table_from_backup(TargetTableName="shop-prod-catalog-safe", BackupArn=made.past.arns["catalog"])  # type: ignore[union-attr]
    begin(dynamodb, made, said.append)
    assert len(said) == len(TABLES) - 1
    finished(dynamodb, made)
    finished(dynamodb, made)


def test_a_table_that_is_no_copy_or_was_in_use_is_left_alone(dynamodb: Any, tables: TableSet) -> None:
    made = of_backup(dynamodb, tables)
    make_table(dynamodb, "shop-prod-orders-safe")
    with pytest.raises(Trouble, match="shop-prod-orders-safe is there already and is no copy of safe"):
        begin(dynamodb, made, quietly)
    assert described(dynamodb, "shop-prod-catalog-safe") is None, "nothing was begun"
    arn = described(dynamodb, "shop-prod-orders-safe")["TableArn"]  # type: ignore[index]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": FROM, "Value": "safe"}, {"Key": USED, "Value": "2026-11-26T09:00:00Z"}])
    with pytest.raises(Trouble, match="in use since 2026-11-26T09:00:00Z"):
        begin(dynamodb, made, quietly)


def test_all_tables_are_asked_back_to_the_same_moment(dynamodb: Any, tables: TableSet) -> None:
    """moto restores what is there now; that AWS is asked for the moment shows in the requests, whose shape botocore checks."""
    asked = list[dict[str, Any]]()
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.RestoreTableToPointInTime", lambda params, **_: asked.append(dict(params))
    )
    begin(dynamodb, Copy(tables, TableSet(STAGE, "-20261126T080000Z"), MOMENT), quietly)
    assert {request["RestoreDateTime"] for request in asked} == {MOMENT}
    assert [(request["SourceTableName"], request["TargetTableName"]) for request in asked] == [
        (f"shop-prod-{table}", f"shop-prod-{table}-20261126T080000Z") for table in TABLES
    ]


def test_a_key_of_ones_own_encrypts_the_copy_too(dynamodb: Any) -> None:
    key = "arn:aws:kms:eu-central-1:123456789012:key/1"
    with Stubber(dynamodb) as stub:
        for table in TABLES:
            stub.add_client_error("describe_table", "ResourceNotFoundException", expected_params={"TableName": f"shop-prod-{table}-x"})
        for table in TABLES:
            stub.add_response("describe_table", {"Table": {"SSEDescription": {"Status": "ENABLED", "KMSMasterKeyArn": key}}})
            stub.add_response(
                "restore_table_to_point_in_time",
                {},
                {
                    "SourceTableName": f"shop-prod-{table}",
                    "TargetTableName": f"shop-prod-{table}-x",
                    "RestoreDateTime": MOMENT,
                    "SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
                },
            )
        begin(dynamodb, Copy(TableSet(STAGE, ""), TableSet(STAGE, "-x"), MOMENT), quietly)
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(("hour", "refused"), [(7, True), (8, False), (9, False), (10, True)])
def test_the_moment_must_be_in_reach_of_every_table(hour: int, refused: bool) -> None:
    """Between the latest beginning and the earliest end of what the tables remember."""
    client = boto3.client("dynamodb")
    with Stubber(client) as stub:
        for number in range(len(TABLES)):
            recovery = {
                "PointInTimeRecoveryStatus": "ENABLED",
                "EarliestRestorableDateTime": datetime(2026, 11, 26, 8 if number == 3 else 1, tzinfo=UTC),
                "LatestRestorableDateTime": datetime(2026, 11, 26, 9 if number == 5 else 12, tzinfo=UTC),
            }
            told = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery}
            stub.add_response("describe_continuous_backups", {"ContinuousBackupsDescription": told})
        moment = datetime(2026, 11, 26, hour, tzinfo=UTC)
        if refused:
            with pytest.raises(Trouble, match="between 2026-11-26T08:00:00Z and 2026-11-26T09:00:00Z"):
                must_reach(client, TableSet(STAGE, ""), moment, frozenset())
        else:
            must_reach(client, TableSet(STAGE, ""), moment, frozenset())


def test_a_table_without_recovery_is_named(dynamodb: Any, tables: TableSet) -> None:
    off = {"PointInTimeRecoveryEnabled": False}
    dynamodb.update_continuous_backups(TableName=tables.name("stock"), PointInTimeRecoverySpecification=off)
    with pytest.raises(Trouble, match="shop-prod-stock has no point-in-time recovery"):
        must_reach(dynamodb, tables, MOMENT, frozenset({"orders"}))


def test_a_table_that_a_later_version_added_stays_as_the_base_has_it(dynamodb: Any, tables: TableSet) -> None:
    for table in TABLES[1:]:
        dynamodb.create_backup(TableName=tables.name(table), BackupName="older")
    backup = named(dynamodb, STAGE, "older")
    newer = frozenset({TABLES[0]})
    assert lacks(backup, newer) == newer
    with pytest.raises(Trouble, match=f"The backup older misses {TABLES[0]}"):
        lacks(backup, frozenset())
    made = Copy(tables, TableSet(STAGE, "-older", newer), backup)
    begin(dynamodb, made, quietly)
    assert described(dynamodb, f"shop-prod-{TABLES[0]}-older") is None
    assert made.target.name(TABLES[0]) == tables.name(TABLES[0])
    assert set_there(dynamodb, STAGE, "-older").unrestored == newer
    with pytest.raises(Trouble, match=r"There are no tables shop-prod-\*-other"):
        set_there(dynamodb, STAGE, "-other")


def test_newer_is_what_the_base_made_after_the_moment(dynamodb: Any, tables: TableSet) -> None:
    created = described(dynamodb, tables.name("orders"))
    assert created
    assert newer_than(dynamodb, STAGE, created["CreationDateTime"] - timedelta(minutes=1)) == frozenset(TABLES)
    assert newer_than(dynamodb, STAGE, created["CreationDateTime"] + timedelta(minutes=1)) == frozenset()
