"""All resources together: two APIs, every path somebody's. What each stack must hold is in test_stacks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from infra.cfn import logical
from infra.compose import ROOT, compose
from infra.cutting import EDGE
from infra.functions import FUNCTIONS
from infra.functions.model import Http
from infra.functions.settings import TOKENS
from infra.package import CONTRACT, code_files, must_be_small, packed_contract, sizes_in, zip_folder
from infra.parts import gateway
from infra.parts.api import ANY_METHOD, operations
from infra.parts.apis import APIS, api_of
from infra.parts.functions import COMMON_SETTINGS, NO_PLUGINS
from infra.routes import assign
from tests.support.template import of_type, stand_in_apps

Template = dict[str, Any]
MOST_PATH_RESOURCES = 280
MOST_BYTES = 940_000
"""CloudFormation takes 1,048,576 (ADR 180)."""
PROBLEM = {"type", "title", "status", "detail", "instance", "code", "request_id"}


@pytest.fixture(scope="module")
def edge() -> Template:
    """Of the real apps. Composing raises for a path without a function, a function without a path, and a handler that does not exist."""
    return compose()[EDGE]


def test_every_path_of_the_real_apps_belongs_to_a_function(edge: Template) -> None:
    shop, staff, orders = (set(edge["Resources"][api.id]["Properties"]["DefinitionBody"]["paths"]) for api in APIS)
    assert {"/v1/health", "/v1/openapi.json"} <= shop
    assert {path for path in shop | staff | orders if path.startswith("/v1/admin/")} == staff | orders
    assert staff
    assert "/v1/admin/orders" in orders
    assert not staff & orders


def path_resources(paths: Iterable[str]) -> int:
    """API Gateway counts every part of a path as a resource."""
    return len({tuple(path.strip("/").split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 1)}) + 1


def test_an_api_stays_within_its_resources_and_the_template_has_room_for_60_more_paths_of_staff(edge: Template) -> None:
    apis = of_type(edge, "AWS::Serverless::Api")
    assert list(apis) == [api.id for api in APIS]
    for name, api in apis.items():
        assert path_resources(api["DefinitionBody"]["paths"]) <= MOST_PATH_RESOURCES, name
    paths = apis["StaffApi"]["DefinitionBody"]["paths"]
    each = len(json.dumps(paths, separators=(",", ":"))) / len(paths)
    assert len(json.dumps(edge, separators=(",", ":"))) + 60 * each <= MOST_BYTES


def called(node: Any) -> str:
    return str(node["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"].removesuffix("/invocations").split("function:")[-1])


def test_each_method_of_a_path_leads_to_its_function_and_heads_and_wrong_ones_to_one_of_them(template: Template) -> None:
    """F-B11: HEAD is answered where GET is; the app itself answers 405 with Allow."""
    apps = stand_in_apps(FUNCTIONS)
    apis = of_type(template, "AWS::Serverless::Api")
    assigned = assign(operations(apps), FUNCTIONS)
    for operation, function in assigned.items():
        methods = apis[api_of(operation.path).id]["DefinitionBody"]["paths"][operation.path]
        assert called(methods.get(operation.method.lower(), methods[ANY_METHOD])) == f"shop-${{Stage}}-{function.name}", operation
        if operation.method == "GET":
            assert called(methods[ANY_METHOD]) == f"shop-${{Stage}}-{function.name}", operation


def test_three_apis_whose_paths_lead_to_functions(template: Template) -> None:
    apis = of_type(template, "AWS::Serverless::Api")
    assert [(name, api["Name"]["Fn::Sub"]) for name, api in apis.items()] == [
        ("Api", "shop-${Stage}"),
        ("StaffApi", "shop-${Stage}-staff"),
        ("StaffOrdersApi", "shop-${Stage}-staff-orders"),
    ]
    assert [api["EndpointConfiguration"] for api in apis.values()] == [{"Type": "REGIONAL"}] * 3
    reached = set()
    for api in apis.values():
        for path, methods in api["DefinitionBody"]["paths"].items():
            for method, operation in methods.items():
                if method == "options":
                    assert operation["x-amazon-apigateway-integration"]["type"] == "mock", path
                else:
                    assert operation["x-amazon-apigateway-integration"]["type"] == "aws_proxy", path
                    reached.add(called(operation))
    assert reached == {f"shop-${{Stage}}-{function.name}" for function in FUNCTIONS if isinstance(function.trigger, Http)}
    assert reached <= {node["FunctionName"]["Fn::Sub"] for node in of_type(template, "AWS::Serverless::Function").values()}


def test_scripts_of_other_pages_may_call_everything_but_webhooks_and_pages(template: Template) -> None:
    apis = of_type(template, "AWS::Serverless::Api").values()
    without = [path for api in apis for path, methods in api["DefinitionBody"]["paths"].items() if "options" not in methods]
    assert without
    assert all(path.startswith(("/v1/webhooks/", "/o/", "/s/", "/ucp/", "/acp/", "/.well-known/", "/oauth/")) for path in without)


def test_the_gateways_own_answers_have_the_shape_of_all_errors(template: Template) -> None:
    shop, *others = of_type(template, "AWS::Serverless::Api").values()
    answers = shop["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    for same in ("x-amazon-apigateway-gateway-responses", "x-amazon-apigateway-binary-media-types"):
        assert [other["DefinitionBody"][same] for other in others] == [shop["DefinitionBody"][same]] * 2
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE", "THROTTLED", "INTEGRATION_TIMEOUT"} <= set(
        answers
    )
    for kind, answer in answers.items():
        document = json.loads(answer["responseTemplates"]["application/json"])
        assert set(document) == PROBLEM, kind
        assert str(document["status"]) == answer["statusCode"], kind
        assert document["request_id"] == "$context.requestId", kind
        assert answer["responseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'", kind
    assert len(gateway.resources()) == len(APIS) * len(answers)


def test_functions_are_told_only_what_their_row_names(template: Template) -> None:
    functions = of_type(template, "AWS::Serverless::Function")
    for function in FUNCTIONS:
        given = set(functions[logical(function.name, "Function")]["Environment"]["Variables"])
        assert given == {
            "POWERTOOLS_SERVICE_NAME",
            "SERVICE_DOMAIN",
            *NO_PLUGINS,
            *COMMON_SETTINGS,
            *function.environment,
            *function.variables,
        }


def test_an_authenticator_app_is_told_whose_codes_it_shows(template: Template) -> None:
    """H06: by the shop's own address; without it each shop would be called after the default one."""
    variables = of_type(template, "AWS::Serverless::Function")[logical("auth", "Function")]["Environment"]["Variables"]
    assert variables["PUBLIC_BASE_URL"] == {"Ref": "PublicBaseUrl"}


def test_every_function_behind_the_api_can_verify_tokens_but_webhooks(template: Template) -> None:
    """F-B1: a token may be sent to whatever is public too."""
    functions = of_type(template, "AWS::Serverless::Function")
    for function in FUNCTIONS:
        if isinstance(function.trigger, Http):
            webhook = all("/v1/webhooks/" in operation for operation in function.trigger.operations)
            assert webhook != (set(TOKENS) <= set(functions[logical(function.name, "Function")]["Environment"]["Variables"])), function.name


def test_the_code_zip_is_small_and_the_same_every_time(tmp_path: Path) -> None:
    """With the contract, the largest of its data."""
    files, contract = code_files(ROOT), {CONTRACT: packed_contract((ROOT / "docs/openapi.json").read_bytes())}
    first, second = (zip_folder(ROOT, files, tmp_path / name, contract) for name in ("a.zip", "b.zip"))
    assert first.read_bytes() == second.read_bytes()
    must_be_small(sizes_in(first))
    assert all(file.relative_to(ROOT).parts[0] == "functions" for file in files)
