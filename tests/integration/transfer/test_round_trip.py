"""X48: all of a deployment leaves in documented files, and comes back into an empty one the same to the last field."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions.customers.model.customer import Customer
from functions.customers.store.sealed_bodies import customer_body
from functions.privacy import Consent, Purpose, Source, note_consents
from functions.shared.events.envelope import Actor
from functions.shared.plain import ids
from functions.shared.plain.settings import settings
from functions.shared.sealing import key_for, sealed_for, sealed_this_month, sealed_with
from infra.fragments import load
from infra.local.trouble import Trouble
from infra.transfer import bring_in as bringing
from infra.transfer.bring_in import bring_in
from infra.transfer.deployment import Deployment
from infra.transfer.keys import Keys
from infra.transfer.left import LEFT, LOOK_UPS, is_left_whole
from infra.transfer.manifest import read_manifest
from infra.transfer.take_out import take_out
from tests.integration.conftest import PRIVACY_SECRET
from tests.integration.privacy.conftest import Person, person
from tests.integration.privacy.planted import MARK
from tests.integration.restore.conftest import make_table
from tests.support.buckets import data_bucket

__all__ = ["person"]
EMAIL = "ada@example.com"
CLOCK = "shop-new-timers-sweep"
ALL = tuple(load("tables")["tables"])


def a_pool() -> str:
    return str(boto3.client("cognito-idp").create_user_pool(PoolName="shop", UsernameAttributes=["email"])["UserPool"]["Id"])


def a_place(tables: dict[str, str], bucket: str, key: str) -> Deployment:
    return Deployment(
        boto3.client("dynamodb"), boto3.client("kms"), boto3.client("s3"), boto3.client("cognito-idp"), boto3.client("secretsmanager"),
        tables, bucket, a_pool(), key, PRIVACY_SECRET,
    )  # fmt: skip


@pytest.fixture
def old() -> Iterator[Deployment]:
    with data_bucket() as bucket:
        place = a_place({name: name for name in ALL}, bucket, settings().persons_key)
        fill(place)
        yield place


@pytest.fixture
def new() -> Iterator[Deployment]:
    dynamodb, bucket = boto3.client("dynamodb"), boto3.resource("s3").create_bucket(Bucket="another-shop")
    for name in ALL:
        make_table(dynamodb, f"new-{name}")
    key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
    boto3.client("events").put_rule(Name=CLOCK, ScheduleExpression="rate(1 minute)")
    place = replace(a_place({name: f"new-{name}" for name in ALL}, "another-shop", key), events=boto3.client("events"), clocks=[CLOCK])
    # A schedule ran there before anybody used it.
    put(place, "platform", "RUN#timers-sweep", "RUN", "run", '{"ok": false}')
    yield place
    for name in ALL:
        dynamodb.update_table(TableName=f"new-{name}", DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=f"new-{name}")
    bucket.objects.all().delete()
    bucket.delete()


def fill(place: Deployment) -> None:
    """An item of each type in every table, a person with sealed data, one who was erased, what the law keeps, and an object."""
    for name in ALL:
        for kind in ("thing", "event"):
            item: dict[str, Any] = {
                "pk": {"S": f"X#{name}"}, "sk": {"S": kind}, "kind": {"S": kind}, "version": {"N": "3"}, "flag": {"BOOL": True},
                "gsi1pk": {"S": "ALL"}, "gsi1sk": {"S": "1"}, "tags": {"SS": ["b", "a"]}, "raw": {"B": b"\x00\xff"},
                "body": {"S": '{"b": 1, "a": "中文", "lines": [1, 2.5, null]}'},
            }  # fmt: skip
            place.dynamodb.put_item(TableName=place.tables[name], Item=item)
        put(place, "stock", "VAR#1", "STOCK", "stock", '{"available": 1}')
        put(place, "platform", "RUN#timers-sweep", "RUN", "run", '{"ok": true}')
        short = {"pk": {"S": "SHORT"}, "sk": {"S": "LIVED"}, "kind": {"S": "thing"}, "ttl": {"N": "1700000000"}}
        place.dynamodb.put_item(TableName=place.tables[name], Item=short)
    place.cognito.admin_create_user(
        UserPoolId=place.user_pool, Username=EMAIL, UserAttributes=[{"Name": "email", "Value": EMAIL}], MessageAction="SUPPRESS"
    )
    ada = customer_id(place)
    put(
        place,
        "customers",
        f"CUS#{ada}",
        "CUSTOMER",
        "customer",
        customer_body(Customer(ada, EMAIL, "Ada", "en", "2026-01-01T00:00:00.000Z")),
    )
    put(place, "payments", f"WALLET#{ada}", "WALLET", "wallet", json.dumps({"sealed": sealed_for(ada, "wallet", '{"kept": []}')}))
    for sk, kind in (("FACTOR_BEGUN", "factor_begun"), ("PAYMENT_PASSWORD", "payment_password")):
        put(place, "customers", f"CUS#{ada}", sk, kind, sealed_for(ada, kind, "{}"))
    key_for(LOOK_UPS)
    key = "ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"
    sealed = sealed_for(key, "ORD#1|ORDER", '{"address.name": "Ada"}')
    # Sealed with the key of a month: beside a body, and as one.
    payment = {"pk": {"S": "PAY#1"}, "sk": {"S": "PAYMENT"}, "kind": {"S": "payment"}, "version": {"N": "1"}, "body": {"S": '{"id": "1"}'}}
    action = sealed_this_month("payments", "PAY#1", '{"kind": "redirect"}')
    place.dynamodb.put_item(TableName=place.tables["payments"], Item={**payment, "next_action": {"S": action}})
    put(place, "orders", "INBOX#a#1", "INBOX", "inbox", sealed_this_month("couriers", "INBOX#a#1", "<said>by hand</said>"))
    put(place, "orders", "ORD#1", "ORDER", "order", json.dumps({"id": "1", "customer_id": ada, "sealed_fields": f"{key}|{sealed}"}))
    note_consents(
        ada, [Consent(Purpose.MARKETING_EMAIL, False, "1", Source.ACCOUNT, "2026-01-01T00:00:00.000Z")],
        actor=Actor("customer", ada), remember=lambda _: [],
    )  # fmt: skip
    gone = {"pk": {"S": "KEY#cus_0000000000000000000000000X"}, "sk": {"S": "KEY"}, "kind": {"S": "person_key"}, "erased_at": {"S": "2026"}}
    place.dynamodb.put_item(TableName="privacy", Item=gone)
    context = {"person": "ord_1", "purpose": "retention"}
    made = place.kms.generate_data_key(KeyId=place.persons_key, KeySpec="AES_256", EncryptionContext=context)
    kept = {
        "of": "ord_1",
        "kind": "order",
        "until": "2030",
        "kept_at": "2026",
        "wrapped": base64.b64encode(made["CiphertextBlob"]).decode(),
    }
    put(
        place,
        "privacy",
        "KEPT#ord_1",
        "orders#ORDER#x",
        "kept",
        json.dumps(kept | {"sealed": sealed_with(made["Plaintext"], "ord_1|order", '{"a": 1}')}),
    )
    place.s3.put_object(Bucket=place.bucket, Key="media/1.webp", Body=b"picture", ContentType="image/webp", CacheControl="max-age=1")
    place.s3.put_object(Bucket=place.bucket, Key="jobs/1", Body=b"made anew", ContentType="text/csv")


def customer_id(place: Deployment) -> str:
    user = place.cognito.admin_get_user(UserPoolId=place.user_pool, Username=EMAIL)
    return ids.customer_id(next(one["Value"] for one in user["UserAttributes"] if one["Name"] == "sub"))


def put(place: Deployment, table: str, pk: str, sk: str, kind: str, body: str) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": sk}, "kind": {"S": kind}, "body": {"S": body}}
    place.dynamodb.put_item(TableName=place.tables[table], Item=item)


def is_running(place: Deployment) -> bool:
    return bool(place.events.describe_rule(Name=CLOCK)["State"] == "ENABLED")


def test_every_table_comes_to_the_same_under_new_keys(old: Deployment, new: Deployment, tmp_path: Path) -> None:
    """Every table of the template is carried, or named as left: a new one cannot be forgotten."""
    manifest = take_out(old, tmp_path / "all", "0.2.0")
    assert {*manifest.tables} | {one.table for one in LEFT if is_left_whole(one.table)} == {*ALL}
    found = bring_in(tmp_path / "all", new)
    assert found.tables == manifest.tables
    assert all(one.items >= 2 for one in found.tables.values())
    assert (found.accounts, found.objects) == (1, 1)
    theirs = customer_id(new)
    assert theirs != customer_id(old)
    here = {item["pk"]["S"]: item for item in new.items("customers")}
    assert EMAIL not in str(here[f"CUS#{theirs}"])
    keys = {item["pk"]["S"]: item for item in new.items("privacy")}
    assert keys[f"KEY#{theirs}"]["body"] not in [item.get("body") for item in old.items("privacy")]
    assert "body" not in keys["KEY#cus_0000000000000000000000000X"]
    assert Keys(new).of(LOOK_UPS) == Keys(old).of(LOOK_UPS), "orders are found by number and address there, too"
    assert keys[f"KEY#{LOOK_UPS}"]["body"] not in [item.get("body") for item in old.items("privacy")]
    assert new.s3.get_object(Bucket=new.bucket, Key="media/1.webp")["Body"].read() == b"picture"
    ran = [item["body"]["S"] for item in new.items("platform") if item["pk"]["S"] == "RUN#timers-sweep"]
    assert ran == ['{"ok": false}'], "how its own clocks ran is its own"
    # Out of there again: the same, but for the ids that people have there.
    again = take_out(new, tmp_path / "again", "0.2.0")
    assert again.tables["catalog"] == manifest.tables["catalog"]
    assert {name: one.items for name, one in again.tables.items()} == {name: one.items for name, one in manifest.tables.items()}


def test_it_goes_on_where_it_died(old: Deployment, new: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest, write, left = take_out(old, tmp_path / "all", "0.2.0"), bringing._write, [6]

    def dying(*args: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        write(*args)

    monkeypatch.setattr(bringing, "_write", dying)
    with pytest.raises(KeyboardInterrupt):
        bring_in(tmp_path / "all", new)
    assert is_running(new) is False, "no clock works on half of what is there"
    there = {item["kind"]["S"] for table in new.tables for item in new.items(table) if "kind" in item}
    assert not there & bringing.TOLD, "nor does who reads the streams"
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "all", other)
    told = read_manifest(other)
    (other / "manifest.json").write_text(replace(told, version="9").text())
    with pytest.raises(Trouble, match="Another transfer"):
        bring_in(other, new)
    assert bring_in(tmp_path / "all", new).tables == manifest.tables
    assert is_running(new)


def test_what_was_changed_or_is_not_empty_is_refused(old: Deployment, new: Deployment, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    take_out(old, folder, "0.2.0")
    with pytest.raises(Trouble, match="already"):
        take_out(old, folder, "0.2.0")
    with pytest.raises(Trouble, match="not empty"):
        bring_in(folder, old)
    file = folder / "tables" / "orders" / "order.ndjson"
    kept = file.read_text()
    file.write_text(kept.replace("Ada", "Eve"))
    with pytest.raises(Trouble, match="hash differs"):
        bring_in(folder, new)
    file.write_text(kept)
    (folder / "tables" / "orders" / "more.ndjson").write_text("")
    with pytest.raises(Trouble, match="put in"):
        bring_in(folder, new)
    (folder / "tables" / "orders" / "more.ndjson").unlink()
    with pytest.raises(Trouble, match="look_ups"):
        bring_in(folder, replace(new, privacy_secret="another"))


def test_something_sealed_that_is_not_known_is_not_lost(old: Deployment, tmp_path: Path) -> None:
    put(old, "catalog", "NEW#1", "NEW", "new", json.dumps({"id": "1", "sealed": sealed_for("cus_1", "another way", "{}")}))
    with pytest.raises(Trouble, match="do not know"):
        take_out(old, tmp_path / "all", "0.2.0")


def test_a_person_with_something_in_every_table_comes_along(person: Person, new: Deployment, tmp_path: Path) -> None:
    """By the shop's own ways, sealed as it seals: 200 values planted, all in the files in clear, and no more in clear than before."""
    old = replace(a_place({name: name for name in ALL}, settings().bucket, settings().persons_key), user_pool=settings().user_pool_id)
    manifest = take_out(old, tmp_path / "all", "0.2.0")
    there = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "all" / "tables").rglob("*.ndjson"))
    assert there.count(MARK) > 100
    assert bring_in(tmp_path / "all", new).tables == manifest.tables
    assert _in_clear(new) <= _in_clear(old)


def _in_clear(place: Deployment) -> set[tuple[str, str]]:
    """Items of before are planted as they lay then; nothing else may be in clear where they come to."""
    return {
        (table, item["kind"]["S"])
        for table in ("customers", "orders", "carts", "payments")
        for item in place.items(table)
        if MARK in str(item)
    }
