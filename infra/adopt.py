"""Takes what holds data into the base's stack when it is there already but no stack has it: the tables, the bucket, the accounts, the keys.

Two ways lead there. Until version 0.1 a stage was one stack, `shop-STAGE`; it is deleted, which leaves what holds data, and the base takes
that over unchanged. And a base that somebody deleted left the same. Everything is found by its name, so a deployment that ends between two
steps goes on where it was.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.changes import CAPABILITIES, HOLD_DATA, ChangeError, await_stack, delete_stack, describe_stack, made_change_set
from infra.cutting import Template

_ABSENT = {"ResourceNotFoundException", "404", "NoSuchBucket", "NotFound"}
Found = dict[str, str]
"""How CloudFormation is told which resource is meant, e.g. `{"TableName": "shop-prod-orders"}`."""


def adopt(
    session: Any,
    stage: str,
    base: str,
    built: Path,
    url_of: Callable[[Path], str],
    given: Mapping[str, str],
    say: Callable[[str], None],
) -> None:
    """Make the stack `base` of what is there, or do nothing. `built` is the base's template; `url_of` puts one where CloudFormation can
    read it. Raises ChangeError."""
    client = session.client("cloudformation")
    made = describe_stack(client, base)
    if made is not None and made["StackStatus"] != "REVIEW_IN_PROGRESS":  # which is one that nothing was done to yet
        return
    template: Template = json.loads(built.read_text(encoding="utf-8"))
    _end_single_stack(client, f"shop-{stage}", say)
    holding = {name: node for name, node in template["Resources"].items() if node["Type"] in HOLD_DATA}
    found = {name: identifier for name, node in holding.items() if (identifier := _find(session, node, stage))}
    if not found:
        return
    say(f"{base}: takes over {', '.join(sorted(found))}")
    holding = {name: _as_it_is(session, node, found.get(name)) for name, node in holding.items()}
    only = built.with_name(f"{built.stem}-adopt.json")
    only.write_text(json.dumps({**template, "Resources": {name: holding[name] for name in found}, "Outputs": {}}), encoding="utf-8")
    change = client.create_change_set(
        StackName=base,
        ChangeSetName=f"adopt-{int(time.time() * 1000)}",
        ChangeSetType="IMPORT",
        TemplateURL=url_of(only),
        Capabilities=CAPABILITIES,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items() if key in template["Parameters"]],
        ResourcesToImport=[
            {"ResourceType": holding[name]["Type"], "LogicalResourceId": name, "ResourceIdentifier": identifier}
            for name, identifier in found.items()
        ],
    )["Id"]
    if made_change_set(client, change) is None:
        raise ChangeError(f"{base}: CloudFormation found nothing to take over")
    client.execute_change_set(ChangeSetName=change)
    await_stack(client, base, say)


def _as_it_is(session: Any, node: Mapping[str, Any], found: Found | None) -> Mapping[str, Any]:
    """A table without the indexes that it does not have yet: CloudFormation takes what is imported for what the template says, and would
    never make them."""
    if node["Type"] != "AWS::DynamoDB::Table" or found is None:
        return node
    table = session.client("dynamodb").describe_table(**found)["Table"]
    indexes = {one["IndexName"] for one in table.get("GlobalSecondaryIndexes", [])}
    attributes = {one["AttributeName"] for one in table["AttributeDefinitions"]}
    properties = dict(node["Properties"])
    properties["GlobalSecondaryIndexes"] = [one for one in properties["GlobalSecondaryIndexes"] if one["IndexName"] in indexes]
    properties["AttributeDefinitions"] = [one for one in properties["AttributeDefinitions"] if one["AttributeName"] in attributes]
    return {**node, "Properties": properties}


def _end_single_stack(client: Any, name: str, say: Callable[[str], None]) -> None:
    if describe_stack(client, name) is None:
        return
    say(f"{name}: the one stack of before is taken apart; its data stay")
    delete_stack(client, name, say)


def _find(session: Any, node: Mapping[str, Any], stage: str) -> Found | None:
    """The identifier of a resource of that name, if there is one."""
    properties = node["Properties"]
    match node["Type"]:
        case "AWS::DynamoDB::Table":
            name = _name(session, properties["TableName"], stage)
            return _if_there(lambda: session.client("dynamodb").describe_table(TableName=name), {"TableName": name})
        case "AWS::S3::Bucket":
            name = _name(session, properties["BucketName"], stage)
            return _if_there(lambda: session.client("s3").head_bucket(Bucket=name), {"BucketName": name})
        case "AWS::SecretsManager::Secret":
            name = _name(session, properties["Name"], stage)
            client = session.client("secretsmanager")
            there = _if_there(lambda: client.describe_secret(SecretId=name), {})
            return None if there is None else {"Id": client.describe_secret(SecretId=name)["ARN"]}
        case "AWS::Cognito::UserPool":
            return _pool(session.client("cognito-idp"), _name(session, properties["UserPoolName"], stage))
        case "AWS::KMS::Key":
            return _key(session.client("kms"), _name(session, properties["Description"], stage))
    raise ChangeError(f"There is no way known to find a {node['Type']}.")


def _key(client: Any, described: str) -> Found | None:
    """A key has no name; ours says whose it is. One that is to be deleted is none."""
    for page in client.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            found = client.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            if found["Description"] == described and found["KeyState"] == "Enabled":
                return {"KeyId": key["KeyId"]}
    return None


def _if_there(ask: Callable[[], object], identifier: Found) -> Found | None:
    try:
        ask()
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            return None
        raise
    return identifier


def _pool(client: Any, name: str) -> Found | None:
    """Pools are not unique by name; two of it are for people to decide."""
    pages = client.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60})
    ids = [pool["Id"] for page in pages for pool in page["UserPools"] if pool["Name"] == name]
    if len(ids) > 1:
        raise ChangeError(f"There are {len(ids)} user pools called {name}; delete the ones that are not the shop's.")
    return {"UserPoolId": ids[0]} if ids else None


def _name(session: Any, node: Mapping[str, str], stage: str) -> str:
    """The template's name with its parameters filled in."""
    text = node["Fn::Sub"].replace("${Stage}", stage).replace("${AWS::Region}", session.region_name)
    if "${AWS::AccountId}" in text:
        text = text.replace("${AWS::AccountId}", session.client("sts").get_caller_identity()["Account"])
    return text
