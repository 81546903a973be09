"""All resources together: one API, every path somebody's. What each stack must hold is in test_stacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infra.cfn import logical
from infra.compose import ROOT, compose
from infra.functions import FUNCTIONS
from infra.functions.model import Http
from infra.functions.settings import TOKENS
from infra.package import CODE_LIMIT, code_files, zip_folder
from infra.parts import gateway
from infra.parts.functions import COMMON_SETTINGS
from tests.support.template import of_type

Template = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM = {"type", "title", "status", "detail", "instance", "code", "request_id"}


def test_every_path_of_the_real_apps_belongs_to_a_function() -> None:
    """Composing raises for a path without a function, a function without a path, and a handler that does not exist."""
    composed = compose()
    paths = composed["edge"]["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"]
    assert {"/v1/health", "/v1/openapi.json"} <= set(paths)


def test_heads_and_wrong_methods_reach_the_app_of_their_path(template: Template) -> None:
    """F-B11: HEAD wherever GET is; the app itself answers 405 with Allow."""
    for path, methods in template["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"].items():
        assert ("head" in methods) == ("get" in methods), path
        assert methods.get("head") == methods.get("get"), path
        assert methods["x-amazon-apigateway-any-method"] in [node for name, node in methods.items() if name in METHODS], path


def test_one_api_whose_paths_lead_to_functions(template: Template) -> None:
    (api,) = of_type(template, "AWS::Serverless::Api").values()
    reached = set()
    for path, methods in api["DefinitionBody"]["paths"].items():
        for method, operation in methods.items():
            integration = operation["x-amazon-apigateway-integration"]
            if method == "options":
                assert integration["type"] == "mock", path
            else:
                assert integration["type"] == "aws_proxy", path
                reached.add(integration["uri"]["Fn::Sub"].removesuffix("/invocations").split("function:")[-1])
    assert reached == {f"shop-${{Stage}}-{function.name}" for function in FUNCTIONS if isinstance(function.trigger, Http)}
    assert reached <= {node["FunctionName"]["Fn::Sub"] for node in of_type(template, "AWS::Serverless::Function").values()}


def test_browsers_may_call_everything_but_webhooks(template: Template) -> None:
    paths = template["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"]
    without = [path for path, methods in paths.items() if "options" not in methods]
    assert without
    assert all(path.startswith("/v1/webhooks/") for path in without)


def test_the_gateways_own_answers_have_the_shape_of_all_errors(template: Template) -> None:
    answers = template["Resources"]["Api"]["Properties"]["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE", "THROTTLED", "INTEGRATION_TIMEOUT"} <= set(
        answers
    )
    for kind, answer in answers.items():
        document = json.loads(answer["responseTemplates"]["application/json"])
        assert set(document) == PROBLEM, kind
        assert str(document["status"]) == answer["statusCode"], kind
        assert document["request_id"] == "$context.requestId", kind
        assert answer["responseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'", kind
    assert len(gateway.resources()) == len(answers)


def test_functions_are_told_only_what_their_row_names(template: Template) -> None:
    functions = of_type(template, "AWS::Serverless::Function")
    for function in FUNCTIONS:
        given = set(functions[logical(function.name, "Function")]["Environment"]["Variables"])
        assert given == {"POWERTOOLS_SERVICE_NAME", "SERVICE_DOMAIN", *COMMON_SETTINGS, *function.environment}


def test_every_function_behind_the_api_can_verify_tokens_but_webhooks(template: Template) -> None:
    """F-B1: a token may be sent to whatever is public too."""
    functions = of_type(template, "AWS::Serverless::Function")
    for function in FUNCTIONS:
        if isinstance(function.trigger, Http):
            webhook = all("/v1/webhooks/" in operation for operation in function.trigger.operations)
            assert webhook != (set(TOKENS) <= set(functions[logical(function.name, "Function")]["Environment"]["Variables"])), function.name


def test_the_code_zip_is_small_and_the_same_every_time(tmp_path: Path) -> None:
    files = code_files(ROOT)
    first, second = zip_folder(ROOT, files, tmp_path / "a.zip"), zip_folder(ROOT, files, tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size <= CODE_LIMIT
    assert all(file.relative_to(ROOT).parts[0] == "functions" for file in files)
