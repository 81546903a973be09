"""A deployment against a CloudFormation that makes nothing: which stacks are brought, in what order, and what they are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.compose import domains
from infra.cutting import BASE, EDGE
from infra.deploy import deploy
from infra.package import Package
from infra.parts.apis import APIS
from tests.support.template import stand_in_stacks

SITE = "https://d1.cloudfront.example"


class FakeCloudFormation:
    """Keeps each stack's parameters and tells outputs of the names that its template has."""

    def __init__(self, templates: dict[str, dict[str, Any]]) -> None:
        self.templates = {f"shop-prod-{name}": template for name, template in templates.items()}
        self.parameters: dict[str, dict[str, str]] = {}
        self.brought: list[str] = []

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803
        if StackName not in self.parameters:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": f"{StackName} does not exist"}}, "DescribeStacks")
        outputs = self.templates[StackName]["Outputs"]
        return {
            "Stacks": [
                {
                    "StackStatus": "UPDATE_COMPLETE",
                    "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in self.parameters[StackName].items()],
                    "Outputs": [{"OutputKey": key, "OutputValue": SITE if key == "SiteUrl" else key} for key in outputs],
                }
            ]
        }

    def create_change_set(self, *, StackName: str, Parameters: list[dict[str, Any]], **_: Any) -> dict[str, str]:  # noqa: N803
        known = self.parameters.get(StackName, {})
        told = {p["ParameterKey"]: p["ParameterValue"] if "ParameterValue" in p else known[p["ParameterKey"]] for p in Parameters}
        self.parameters[StackName] = told
        self.brought.append(StackName.removeprefix("shop-prod-"))
        return {"Id": StackName}

    def describe_change_set(self, *, ChangeSetName: str) -> dict[str, Any]:  # noqa: N803
        return {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": {"ResourceType": "", "Action": "Modify"}}]}

    def execute_change_set(self, **_: Any) -> None: ...
    def update_termination_protection(self, **_: Any) -> None: ...
    def set_stack_policy(self, **_: Any) -> None: ...


class FakeS3:
    """Has every object that is asked for, and no bucket; moto's would apply the rule against plain HTTP to all calls."""

    def head_bucket(self, **_: Any) -> None:
        raise ClientError({"Error": {"Code": "404", "Message": "Not Found"}}, "HeadBucket")

    def create_bucket(self, **_: Any) -> None: ...
    def put_public_access_block(self, **_: Any) -> None: ...
    def put_bucket_encryption(self, **_: Any) -> None: ...
    def put_bucket_policy(self, **_: Any) -> None: ...
    def head_object(self, **_: Any) -> None: ...

    def generate_presigned_url(self, *_: Any, **__: Any) -> str:
        return "https://artifacts.example/template?signed"


class FakeLambda:
    def invoke(self, **_: Any) -> None: ...


class FakeDynamoDB:
    """No table is of before; those that the stacks bring have their mark: their lists have moved."""

    def __init__(self, empty: Any) -> None:
        self.describe_table, self.exceptions = empty.describe_table, empty.exceptions

    def get_item(self, **_: Any) -> dict[str, Any]:
        return {"Item": {"version": {"N": "99"}}}


class Account:
    """Stands where a session is asked for."""

    region_name = "eu-west-1"

    def __init__(self, cloudformation: FakeCloudFormation) -> None:
        self._fakes: dict[str, Any] = {"cloudformation": cloudformation, "lambda": FakeLambda(), "s3": FakeS3()}
        self._session = boto3.session.Session(region_name=self.region_name)
        self._fakes["dynamodb"] = FakeDynamoDB(self._session.client("dynamodb"))

    def client(self, service: str, **given: Any) -> Any:
        return self._fakes.get(service) or self._session.client(service, **given)

    def get_partition_for_region(self, _: str) -> str:
        return "aws"


@pytest.fixture
def built(tmp_path: Path) -> Package:
    templates = {}
    for name, template in stand_in_stacks().items():
        templates[name] = tmp_path / f"{name}.json"
        templates[name].write_text(json.dumps(template), encoding="utf-8")
    code = tmp_path / "code.zip"
    code.write_bytes(b"code")
    return Package(templates, code)


@pytest.fixture
def cloudformation(built: Package) -> Iterator[FakeCloudFormation]:
    with mock_aws():
        yield FakeCloudFormation({name: json.loads(path.read_bytes()) for name, path in built.templates.items()})


def test_the_first_deployment_tells_the_domains_the_address_it_ends_with(built: Package, cloudformation: FakeCloudFormation) -> None:
    account = Account(cloudformation)
    made = deploy(account, "prod", built, {}, lambda _: None)
    first = len(domains())
    order = cloudformation.brought
    assert (order[0], sorted(order[1 : first + 1]), order[first + 1], sorted(order[first + 2 :])) == (BASE, domains(), EDGE, domains())
    assert (made.site_url, made.public_base_url) == (SITE, SITE)
    assert made.apis == {prefix: f"{api.id}Id" for api in APIS for prefix in api.prefixes}
    told = cloudformation.parameters
    assert told["shop-prod-catalog"]["MediaBaseUrl"] == SITE
    assert {told[f"shop-prod-{name}"]["PublicBaseUrl"] for name in ("catalog", "orders", "payments")} == {SITE}
    assert told["shop-prod-payments"]["SiteProof"] == told["shop-prod-edge"]["SiteProof"] != ""

    before = {name: dict(values) for name, values in told.items()}
    cloudformation.brought.clear()
    deploy(account, "prod", built, {}, lambda _: None)
    assert sorted(cloudformation.brought) == sorted([BASE, *domains(), EDGE])
    assert told == before


def test_a_stage_of_before_keeps_its_address_until_it_is_given_another(built: Package, cloudformation: FakeCloudFormation) -> None:
    account, former = Account(cloudformation), "https://a1.execute-api.example/prod"
    deploy(account, "prod", built, {"PublicBaseUrl": former}, lambda _: None)
    catalog = cloudformation.parameters["shop-prod-catalog"]
    assert (catalog["PublicBaseUrl"], catalog["MediaBaseUrl"], catalog.get("FormerBaseUrls")) == (former, SITE, None)
    deploy(account, "prod", built, {"PublicBaseUrl": SITE}, lambda _: None)
    catalog = cloudformation.parameters["shop-prod-catalog"]
    assert (catalog["PublicBaseUrl"], catalog["FormerBaseUrls"]) == (SITE, former)
