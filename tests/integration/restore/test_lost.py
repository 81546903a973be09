"""Everything is lost: the tables themselves, and the files. A backup and the bucket's versions bring them back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.local.trouble import Trouble
from infra.restore.backups import named, take
from infra.restore.copies import Copy, _own_key, await_all, begin, must_reach
from infra.restore.files import Files, bring_back
from infra.restore.likeness import count, make_alike, must_be_alike, traits_of
from infra.restore.sets import TABLES, TableSet
from tests.integration.restore.conftest import STAGE, put


def test_a_backup_comes_back_when_its_tables_are_gone(dynamodb: Any, tables: TableSet) -> None:
    put(dynamodb, tables.name("orders"), "kept")
    before = traits_of(dynamodb, tables.name("orders"))
    take(dynamodb, tables, "safe")
    made = Copy(tables, TableSet(STAGE, "-safe"), named(dynamodb, STAGE, "safe"))
    for table in TABLES:
        dynamodb.update_table(TableName=tables.name(table), DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=tables.name(table))
    begin(dynamodb, made, lambda _: None)
    await_all(dynamodb, made.target, lambda _: None)
    for _ in range(2):
        make_alike(dynamodb, tables.name("orders"), "shop-prod-orders-safe", made.mark)
        must_be_alike(dynamodb, tables.name("orders"), "shop-prod-orders-safe")
    after = traits_of(dynamodb, "shop-prod-orders-safe")
    assert (after.indexes, after.stream, after.protected, after.ttl, after.recovery) == (
        before.indexes, before.stream, before.protected, before.ttl, before.recovery,
    )  # fmt: skip
    assert (count(dynamodb, "shop-prod-orders-safe"), count(dynamodb, tables.name("orders"))) == (1, None)


def test_a_moment_of_a_table_that_is_gone_is_out_of_reach(dynamodb: Any) -> None:
    with pytest.raises(Trouble, match=f"shop-prod-{TABLES[0]} is not there .*only a backup brings it back"):
        must_reach(dynamodb, TableSet(STAGE, ""), datetime(2026, 11, 26, 8, tzinfo=UTC), frozenset())


def test_the_key_of_a_table_that_is_gone_is_known_by_its_backup(dynamodb: Any, tables: TableSet) -> None:
    take(dynamodb, tables, "safe")
    copy = Copy(TableSet("gone", ""), TableSet("gone", "-safe"), named(dynamodb, STAGE, "safe"))
    key = "arn:aws:kms:eu-central-1:123456789012:key/1"
    client = boto3.client("dynamodb")
    with Stubber(client) as stub:
        stub.add_client_error("describe_table", "ResourceNotFoundException")
        told = {"SourceTableFeatureDetails": {"SSEDescription": {"Status": "ENABLED", "KMSMasterKeyArn": key}}}
        stub.add_response("describe_backup", {"BackupDescription": told}, {"BackupArn": copy.past.arns["orders"]})  # type: ignore[union-attr]
        wanted = {"SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}}
        assert _own_key(client, copy, "orders") == wanted


@pytest.fixture
def bucket() -> Iterator[Any]:
    made = boto3.resource("s3").create_bucket(Bucket="lost-files")
    made.Versioning().enable()
    yield made
    made.object_versions.all().delete()
    made.delete()


def test_files_come_back_as_they_were_and_none_is_taken_away(bucket: Any) -> None:
    s3 = boto3.client("s3")
    for key in ("media/deleted", "media/kept", "media/written-over", "uploads/ends", "media/erased", "media/deleted-before"):
        bucket.put_object(Key=key, Body=b"then", ContentType="image/png")
    bucket.Object("media/deleted-before").delete()
    moment = datetime.now(UTC)
    time.sleep(1.001 - time.time() % 1)  # S3 tells whole seconds
    later = {"media/written-over": b"now", "media/made-since": b"now"}
    for key, body in later.items():
        bucket.put_object(Key=key, Body=body)
    for key in ("media/deleted", "uploads/ends"):
        bucket.Object(key).delete()
    bucket.object_versions.filter(Prefix="media/erased").delete()
    assert bring_back(s3, bucket.name, moment) == Files(came_back=2, were_there=1)
    assert bring_back(s3, bucket.name, moment) == Files(came_back=0, were_there=3), "again: it is done"
    there = {one.key: one.get()["Body"].read() for one in bucket.objects.all()}
    assert there == {"media/deleted": b"then", "media/kept": b"then", "media/written-over": b"then", "media/made-since": b"now"}
    assert bucket.Object("media/deleted").content_type == "image/png"
