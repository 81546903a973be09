"""What holds data, as last committed in `infra/kept.json`: the stack of each, and what of it CloudFormation cannot change in place.

A change there makes the thing anew, empty. `make snapshot` renews the file and refuses such a change, unless it is told to; the test
`tests/architecture/aws/test_kept.py` fails on one that nobody renewed it for. Queues are not in it: empty ones may be replaced.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.changes import HOLD_DATA
from infra.compose import ROOT, compose
from infra.cutting import Template
from infra.faults import InfraError

SNAPSHOT = ROOT / "infra" / "kept.json"
FIXED = {
    "AWS::DynamoDB::Table": ("TableName", "KeySchema", "ImportSourceSpecification"),
    # What users sign in with is decided when there are none; the schema may only grow. Its name is how `infra.adopt` finds it.
    "AWS::Cognito::UserPool": ("UserPoolName", "UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "Schema"),
    "AWS::S3::Bucket": ("BucketName", "BucketNamePrefix", "BucketNamespace"),
    "AWS::SecretsManager::Secret": ("Name",),
    "AWS::KMS::Key": ("KeySpec", "KeyUsage", "MultiRegion"),
}
"""The properties of each kind that cannot be changed in place."""
Kept = dict[str, Any]
"""By logical id: `type`, `stack`, the fixed properties, of a table also the types of its attributes, its indexes and its stream."""


def kept(stacks: Mapping[str, Template]) -> dict[str, Kept]:
    return {
        name: {"type": node["Type"], "stack": stack, **_fixed(node)}
        for stack, template in stacks.items()
        for name, node in sorted(template["Resources"].items())
        if node["Type"] in HOLD_DATA
    }


def _fixed(node: Mapping[str, Any]) -> Kept:
    properties = node["Properties"]
    found = {key: properties[key] for key in FIXED[node["Type"]] if key in properties}
    if node["Type"] == "AWS::DynamoDB::Table":
        found["KeySchema"] = _keys(properties)
        found["attributes"] = {one["AttributeName"]: one["AttributeType"] for one in properties["AttributeDefinitions"]}
        found["indexes"] = {
            one["IndexName"]: f"{_keys(one)}, {one['Projection']['ProjectionType']}" for one in properties["GlobalSecondaryIndexes"]
        }
        found["stream"] = properties["StreamSpecification"]["StreamViewType"]
    return found


def _keys(of: Mapping[str, Any]) -> str:
    return " ".join(f"{one['AttributeName']}:{one['KeyType']}" for one in of["KeySchema"])


def losses(before: Mapping[str, Kept], now: Mapping[str, Kept]) -> list[str]:
    """What the way from the one to the other would lose, or what AWS would refuse, a sentence each."""
    return [sentence for name, was in before.items() for sentence in _losses(name, was, now.get(name))]


def _losses(name: str, was: Kept, now: Kept | None) -> Iterator[str]:
    if now is None:
        yield f"{name} is gone"
        return
    if now["stack"] != was["stack"]:
        yield f"{name} moves from {was['stack']} to {now['stack']}"
    for key in sorted((was.keys() | now.keys()) - {"stack", "attributes", "indexes"}):
        if was.get(key) != now.get(key):
            yield f"{name}: {key} changes from {was.get(key)} to {now.get(key)}"
    yield from _changed(name, "attribute", was, now)
    yield from _changed(name, "index", was, now)
    if len(now.get("indexes", {}).keys() ^ was.get("indexes", {}).keys()) > 1:
        yield f"{name}: AWS adds or takes away one index in an update, not several"


def _changed(name: str, kind: str, was: Kept, now: Kept) -> Iterator[str]:
    plural = {"attribute": "attributes", "index": "indexes"}[kind]
    for key, value in was.get(plural, {}).items():
        if now.get(plural, {}).get(key, value) != value:
            yield f"{name}: the {kind} {key} changes from {value} to {now[plural][key]}"


def read(path: Path = SNAPSHOT) -> dict[str, Kept]:
    found: dict[str, Kept] = json.loads(path.read_text(encoding="utf-8"))
    return found


def renew(now: Mapping[str, Kept], path: Path = SNAPSHOT, *, may_replace: bool = False) -> None:
    """Raises InfraError, and writes nothing, when something would be lost and the caller does not say that it `may_replace`."""
    lost = losses(read(path), now) if path.exists() else []
    if lost and not may_replace:
        raise InfraError("This would lose data:\n  " + "\n  ".join(lost) + "\nKeep it as it is, or say --allow-replacement.")
    path.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.kept", description=__doc__)
    parser.add_argument("--allow-replacement", action="store_true", help="the data may be lost")
    try:
        renew(kept(compose()), may_replace=parser.parse_args().allow_replacement)
    except InfraError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
