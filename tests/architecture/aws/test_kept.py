"""Between the last committed snapshot and now nothing that holds data is lost, moved or made anew."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from infra.changes import HOLD_DATA
from infra.faults import InfraError
from infra.kept import FIXED, kept, losses, read, renew

Stacks = dict[str, dict[str, Any]]


def test_nothing_that_holds_data_is_replaced_since_the_snapshot(stacks: Stacks) -> None:
    assert losses(read(), kept(stacks)) == []
    assert read() == kept(stacks), "renew it with `make snapshot`"


@pytest.mark.parametrize("kind", HOLD_DATA)
def test_the_rules_know_what_cannot_be_changed_in_place(kind: str) -> None:
    """By the schemas that CloudFormation publishes; of user pools and keys they do not say it, of those the documentation does."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    told = [*schema.get("createOnlyProperties", []), *schema.get("conditionalCreateOnlyProperties", [])]
    assert {path.removeprefix("/properties/") for path in told} <= set(FIXED[kind])


def _changed(stacks: Stacks, logical_id: str, **properties: Any) -> Stacks:
    changed = copy.deepcopy(stacks)
    changed["base"]["Resources"][logical_id]["Properties"] |= properties
    return changed


def _index(name: str, projection: str = "KEYS_ONLY") -> dict[str, Any]:
    keys = [{"AttributeName": "gsi1pk", "KeyType": "HASH"}, {"AttributeName": "gsi1sk", "KeyType": "RANGE"}]
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": projection}}


def test_every_way_to_lose_something_has_a_sentence(stacks: Stacks) -> None:
    before = kept(stacks)
    base = stacks["base"]["Resources"]
    indexes = base["OrdersTable"]["Properties"]["GlobalSecondaryIndexes"]
    keys = [{"AttributeName": "id", "KeyType": "HASH"}]

    def told(changed: Stacks) -> list[str]:
        return losses(before, kept(changed))

    assert told(_changed(stacks, "OrdersTable", TableName="orders"))[0].startswith("OrdersTable: TableName changes from")
    assert told(_changed(stacks, "OrdersTable", KeySchema=keys)) == ["OrdersTable: KeySchema changes from pk:HASH sk:RANGE to id:HASH"]
    assert told(_changed(stacks, "UserPool", UsernameAttributes=["email"]))[0].startswith("UserPool: UsernameAttributes changes")
    assert told(_changed(stacks, "UserPool", AliasAttributes=["email"]))[0].startswith("UserPool: AliasAttributes changes")
    assert told(_changed(stacks, "DataBucket", BucketName="b"))[0].startswith("DataBucket: BucketName changes")
    assert told(_changed(stacks, "PaymentsSecret", Name="s"))[0].startswith("PaymentsSecret: Name changes")
    stream = {"StreamViewType": "KEYS_ONLY"}
    assert told(_changed(stacks, "OrdersTable", StreamSpecification=stream))[0].startswith("OrdersTable: stream changes")
    again = [_index("gsi1"), *indexes[1:]]
    assert told(_changed(stacks, "OrdersTable", GlobalSecondaryIndexes=again))[0].startswith("OrdersTable: the index gsi1 changes")
    several = [*indexes, _index("a"), _index("b")]
    assert told(_changed(stacks, "OrdersTable", GlobalSecondaryIndexes=several)) == [
        "OrdersTable: AWS adds or takes away one index in an update, not several"
    ]
    assert told(_changed(stacks, "OrdersTable", GlobalSecondaryIndexes=[*indexes, _index("a")])) == []


def test_what_is_gone_or_moves_is_told(stacks: Stacks) -> None:
    moved = copy.deepcopy(stacks)
    moved["orders"]["Resources"]["OrdersTable"] = moved["base"]["Resources"].pop("OrdersTable")
    del moved["base"]["Resources"]["DataBucket"]
    assert sorted(losses(kept(stacks), kept(moved))) == ["DataBucket is gone", "OrdersTable moves from base to orders"]


def test_renewing_refuses_a_loss_unless_told(stacks: Stacks, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    renew(kept(stacks), path)
    written = path.read_text()
    fewer = {name: one for name, one in kept(stacks).items() if name != "OrdersTable"}
    with pytest.raises(InfraError, match=r"(?s)OrdersTable is gone.*--allow-replacement"):
        renew(fewer, path)
    assert path.read_text() == written
    renew(fewer, path, may_replace=True)
    assert read(path) == fewer
