"""Functions: each with its own role, log group and trigger. All run the same code zip, told apart by their handler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from infra.cfn import Node, Resources, att, logical, physical, ref, resource, sub, when
from infra.functions.grants import (
    LIST_STREAMS,
    TRACE,
    consume,
    count_calls,
    dead_letter,
    follow,
    know_callers,
    leave_facts,
    note_runs,
    write_logs,
)
from infra.functions.model import Function, Grant, Http, Pool, Queue, Schedule, Streams
from infra.functions.settings import value_of
from infra.layers.table import Layer
from infra.parts.apis import api_of
from infra.routes import Operation

COMMON_SETTINGS = (
    "STAGE",
    "CLOCK_FILE",
    "DEFAULT_COUNTRY",
    "DEFAULT_LANGUAGE",
    "DEFAULT_CURRENCY",
    "STORE_TIMEZONE",
    "POWERTOOLS_METRICS_NAMESPACE",
)
"""Of the store as a whole: a function that fell back to its own default here would quietly count in another currency."""
NO_PLUGINS = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}
"""There are none, and pydantic would read the metadata of every package at each start to find that out."""
ON_A_LAPTOP = {"LOOPBACK_SUBSCRIBERS": "allowed"}
"""What no deployed template has (`Settings.may_loop_back`)."""
_STREAM_RETRIES = 20
_FOR_EVER = -1


def _statement(grant: Grant) -> Node:
    resources = grant.resources[0] if len(grant.resources) == 1 else list(grant.resources)
    condition = {"Condition": dict(grant.condition)} if grant.condition else {}
    statement = {"Effect": "Allow", "Action": list(grant.actions), "Resource": resources, **condition}
    return when(grant.only_if, statement) if grant.only_if else statement


def _own_grants(function: Function) -> Iterator[Grant]:
    """What the trigger itself needs, before anything the handler does."""
    yield write_logs(logical(function.name, "Logs"))
    if isinstance(function.trigger, Http) and function.trigger.knows_callers:
        yield know_callers()
        yield count_calls()
    if isinstance(function.trigger, Http) and function.trigger.leaves_facts:
        yield leave_facts()
    if isinstance(function.trigger, Schedule):
        yield note_runs()
    if isinstance(function.trigger, Queue):
        yield consume(function.trigger.name)
    if isinstance(function.trigger, Streams):
        yield follow(*function.trigger.tables)
        yield LIST_STREAMS
        yield dead_letter(function.name)


def _role(function: Function) -> dict[str, Any]:
    statements = [_statement(grant) for grant in (*_own_grants(function), *function.grants)]
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return resource(
        "AWS::IAM::Role",
        {
            "Description": sub(f"What {function.name} of ${{Stage}} may do"),
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [
                {
                    "PolicyName": "operation",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": [*statements, when("WithTracing", _statement(TRACE))]},
                }
            ],
        },
    )


def _function(function: Function, served: Mapping[str, Node], layers: Sequence[Layer]) -> dict[str, Any]:
    variables: dict[str, Node] = {"POWERTOOLS_SERVICE_NAME": function.name, "SERVICE_DOMAIN": function.domain, **NO_PLUGINS}
    variables |= {name: value_of(name) for name in (*COMMON_SETTINGS, *function.environment)} | dict(function.variables) | dict(served)
    properties: dict[str, Node] = {
        "FunctionName": physical(function.name),
        "CodeUri": {"Bucket": ref("CodeBucket"), "Key": ref("CodeKey")},
        "Runtime": ref("LambdaRuntime"),
        "Architectures": [ref("LambdaArchitecture")],
        "Tracing": when("WithTracing", "Active", "PassThrough"),
        "Handler": function.entry_point,
        "Role": att(logical(function.name, "Role")),
        "MemorySize": function.memory,
        "Timeout": function.timeout,
        "Environment": {"Variables": variables},
        "LoggingConfig": {"LogGroup": ref(logical(function.name, "Logs"))},
    }
    if layers:
        properties["Layers"] = [ref(_layer_id(function.domain, layer)) for layer in layers]
    if function.disk is not None:
        properties["EphemeralStorage"] = {"Size": function.disk}
    if function.concurrency is not None:
        reserved = ref(function.concurrency) if isinstance(function.concurrency, str) else function.concurrency
        properties["ReservedConcurrentExecutions"] = when("WithReserve", reserved)
    return resource("AWS::Serverless::Function", properties)


def on_a_laptop(parts: Iterable[Resources]) -> None:
    """Told to every function of the local stage, and to none elsewhere."""
    for resources in parts:
        for one in resources.values():
            if one["Type"] == "AWS::Serverless::Function":
                one["Properties"]["Environment"]["Variables"] |= ON_A_LAPTOP


def _logs(function: Function) -> dict[str, Any]:
    properties = {"LogGroupName": sub(f"/aws/lambda/shop-${{Stage}}-{function.name}"), "RetentionInDays": ref("LogRetentionDays")}
    return resource("AWS::Logs::LogGroup", properties)


def _permission(function_name: Node, service: str, source: Node) -> dict[str, Any]:
    return resource(
        "AWS::Lambda::Permission",
        {
            "FunctionName": function_name,
            "Action": "lambda:InvokeFunction",
            "Principal": f"{service}.amazonaws.com",
            "SourceArn": source,
        },
    )


def _trigger(function: Function) -> Resources:
    target = ref(logical(function.name, "Function"))
    match function.trigger:
        case Http():
            return {}  # the edge lets its API call it (permissions_of_the_api)
        case Pool():
            return {logical(function.name, "PoolPermission"): _permission(target, "cognito-idp", att("UserPool"))}
        case Schedule(expression):
            rule = resource(
                "AWS::Events::Rule",
                {
                    "Name": physical(function.name),
                    "ScheduleExpression": expression,
                    "Targets": [{"Id": "function", "Arn": att(logical(function.name, "Function"))}],
                },
            )
            permission = _permission(target, "events", att(logical(function.name, "Schedule")))
            return {logical(function.name, "Schedule"): rule, logical(function.name, "SchedulePermission"): permission}
        case Queue(name, batch_size, concurrency, window):
            mapping = {
                "FunctionName": target,
                "EventSourceArn": att(logical(name, "Queue")),
                "BatchSize": batch_size,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "ScalingConfig": {"MaximumConcurrency": concurrency},
            }
            return {logical(function.name, "Source"): resource("AWS::Lambda::EventSourceMapping", mapping | _window(window))}
        case Streams(tables) as streams:
            return {logical(f"{function.name}-{table}", "Source"): _stream(function, table, streams) for table in tables}


def _stream(function: Function, table: str, streams: Streams) -> dict[str, Any]:
    """`TRIM_HORIZON`: what was written before the mapping existed counts as well."""
    if streams.gives_up:
        tries = {
            "MaximumRetryAttempts": _STREAM_RETRIES,
            "DestinationConfig": {"OnFailure": {"Destination": att(logical(function.name, "Dlq"))}},
        }
    else:
        tries = {"MaximumRetryAttempts": _FOR_EVER, "MaximumRecordAgeInSeconds": _FOR_EVER}
    return resource(
        "AWS::Lambda::EventSourceMapping",
        {
            "FunctionName": ref(logical(function.name, "Function")),
            "EventSourceArn": att(logical(table, "Table"), "StreamArn"),
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": streams.batch_size,
            "FilterCriteria": {"Filters": [{"Pattern": pattern} for pattern in (streams.pattern, *streams.further)]},
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "BisectBatchOnFunctionError": True,
            **tries,
            **_window(streams.window),
        },
    )


def _window(seconds: int) -> dict[str, Node]:
    """How long records may wait for others to come along; MiniStack keeps the figure and hands over at once."""
    return {"MaximumBatchingWindowInSeconds": seconds} if seconds else {}


def resources(functions: Sequence[Function], served: Mapping[str, Mapping[str, Node]], needed: Mapping[str, Sequence[Layer]]) -> Resources:
    """`served`: by function, the variables that tell it what to load; `needed`: its layers."""
    out: Resources = {}
    for function in functions:
        out[logical(function.name, "Logs")] = _logs(function)
        out[logical(function.name, "Role")] = _role(function)
        out[logical(function.name, "Function")] = _function(function, served.get(function.name, {}), needed.get(function.name, ()))
        out |= _trigger(function)
    return out


def outputs(functions: Sequence[Function]) -> dict[str, Node]:
    return {logical(f.name, "Function"): ref(logical(f.name, "Function")) for f in functions}


def permissions_of_the_apis(assigned: Mapping[Operation, Function]) -> Resources:
    """For the stack of the APIs: each may call what answers paths of its own."""
    behind = sorted({(function.name, api_of(operation.path).id) for operation, function in assigned.items()})
    source = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${%s}/${Stage}/*"
    return {logical(name, f"{api}Permission"): _permission(physical(name), "apigateway", sub(source % api)) for name, api in behind}


def layers(functions: Sequence[Function], needed: Mapping[str, Sequence[Layer]]) -> Resources:
    """Those that the functions of a stack use: an export that changes with every deployment could not be changed while it is imported."""
    used = {(function.domain, layer) for function in functions for layer in needed.get(function.name, ())}
    return {_layer_id(domain, layer): _layer(domain, layer) for domain, layer in sorted(used, key=lambda pair: pair[1].name)}


def _layer_id(domain: str, layer: Layer) -> str:
    return logical(f"{domain}-{layer.name}", "Layer")


def _layer(domain: str, layer: Layer) -> dict[str, Any]:
    return resource(
        "AWS::Serverless::LayerVersion",
        {
            "LayerName": physical(f"{domain}-{layer.name}"),
            "ContentUri": {"Bucket": ref("CodeBucket"), "Key": ref(layer.parameter)},
            "CompatibleRuntimes": [ref("LambdaRuntime")],
            "CompatibleArchitectures": [ref("LambdaArchitecture")],
        },
    )
