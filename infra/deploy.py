"""Deploys the stacks with plain AWS credentials: the base, then the domains side by side, then the APIs and what stands before them. Each:
upload, change set, execute, wait. Run again, it changes what has changed.

`make deploy STAGE=prod`, or `python -m infra.deploy --stage prod --set PublicBaseUrl=https://api.example.com`. The local stage
calls `deploy` with a session that points at MiniStack and its own parameters.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.adopt import adopt
from infra.artifacts import address_of, artifacts_bucket, ensure_bucket, regional_client, require_tls, upload
from infra.changes import HOLD_DATA, ChangeError, apply_change, describe_stack, forget_failed_start
from infra.compose import ROOT, domains
from infra.console.build import build_console, check_console
from infra.console.publish import publish_console
from infra.cutting import BASE, EDGE
from infra.faults import InfraError
from infra.fragments import load
from infra.layers.build import build_layers
from infra.migrate import TABLES, is_empty, is_marked, mark, migrate
from infra.outputs import Outputs, outputs_of
from infra.package import Package, PackageError, package
from infra.secrets_split import split_secret
from infra.site import addresses, proof, told_anew

LOCAL = "local"
_MADE = frozenset({"Stage", "CodeBucket", "CodeKey"})
"""Settings that a deployment says itself."""


def stack_name(stage: str, stack: str) -> str:
    return f"shop-{stage}-{stack}"


def describe_stage(client: Any, stage: str) -> list[dict[str, Any]] | None:
    """All stacks of the stage as CloudFormation describes them, or None if one of them is not there."""
    found = [describe_stack(client, stack_name(stage, stack)) for stack in (BASE, *domains(), EDGE)]
    present = [stack for stack in found if stack is not None]
    return present if len(present) == len(found) else None


def settings_so_far(client: Any, stage: str) -> dict[str, str]:
    """The parameters of the stage's stacks, so that a stack that comes to need one has what its neighbours have. Where a deployment ended
    half-way the base knows best: it is brought first."""
    found = [describe_stack(client, stack_name(stage, stack)) or {} for stack in (EDGE, *domains(), BASE)]
    return {entry["ParameterKey"]: entry["ParameterValue"] for stack in found for entry in stack.get("Parameters", [])}


def deploy(
    session: Any,
    stage: str,
    built: Package,
    parameters: Mapping[str, str],
    say: Callable[[str], None] = print,
    *,
    may_replace: bool = False,
) -> Outputs:
    """Bring the stage's stacks to the built package and answer their addresses. Raises ChangeError when CloudFormation gives up.

    `parameters` are those of `infra/template/parameters.yaml` that differ from the last deployment; the others keep their value.
    """
    s3 = session.client("s3") if stage == LOCAL else regional_client(session)
    bucket = artifacts_bucket(session)
    ensure_bucket(s3, bucket, session.region_name)
    if stage != LOCAL:
        require_tls(s3, bucket, session.get_partition_for_region(session.region_name))
    code_key = upload(s3, bucket, built.code, "code")
    layer_keys = {layer.parameter: upload(s3, bucket, path, "layer") for layer, path in built.layers.items()}
    client = session.client("cloudformation")
    artifacts = {"Stage": stage, "CodeBucket": bucket, "CodeKey": code_key, **layer_keys}
    before = settings_so_far(client, stage)
    given = {**before, **proof(before), **parameters, **addresses(before, parameters), **artifacts}

    def url_of(template: Path) -> str:
        return address_of(s3, bucket, upload(s3, bucket, template, "template"))

    def bring(stack: str) -> None:
        template = built.templates[stack]
        declared = json.loads(template.read_text(encoding="utf-8"))["Parameters"]
        own = {name: value for name, value in given.items() if name in declared}
        url = url_of(template)
        apply_change(client, stack_name(stage, stack), url, own, declared, say, may_replace=may_replace)

    base = stack_name(stage, BASE)
    if stage == LOCAL:
        for stack in built.templates:
            forget_failed_start(client, stack_name(stage, stack), say)
    adopt(session, stage, base, built.templates[BASE], url_of, given, say)
    if may_replace and describe_stack(client, base) is not None:
        protect(client, base, may_replace=True)
    bring(BASE)
    if stage != LOCAL:
        protect(client, base, may_replace=False)
    split_secret(session.client("secretsmanager"), stage, say)
    between = [stack for stack in built.templates if stack not in (BASE, EDGE)]
    side_by_side(bring, between)
    bring(EDGE)
    outputs = outputs_of(describe_stage(client, stage) or [])
    if news := told_anew(given, outputs.site_url):
        say(f"the domains are told where the shop stands: {outputs.site_url}")
        given |= news
        side_by_side(bring, between)
        outputs = outputs_of(describe_stage(client, stage) or [])
    bring_search(session, outputs, only_if_missing=True)
    bring_lists(session.client("dynamodb"), outputs.tables, stage, say)
    return outputs


def protect(client: Any, base: str, *, may_replace: bool) -> None:
    """Nobody deletes the stack with the data by mistake, and no update, also none by hand, takes away or replaces what holds data, but one
    that says it `may_replace`."""
    client.update_termination_protection(StackName=base, EnableTerminationProtection=True)
    kept = {"StringEquals": {"ResourceType": list(HOLD_DATA)}}
    allow = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    deny = {"Effect": "Deny", "Action": ["Update:Replace", "Update:Delete"], "Principal": "*", "Resource": "*", "Condition": kept}
    client.set_stack_policy(StackName=base, StackPolicyBody=json.dumps({"Statement": [allow] if may_replace else [allow, deny]}))


def side_by_side(bring: Callable[[str], None], stacks: Sequence[str]) -> None:
    """One that fails does not stop the others: they are whole by themselves. Raises ChangeError with the reasons of all that failed."""
    with ThreadPoolExecutor(len(stacks)) as pool:
        ends = [pool.submit(bring, stack) for stack in stacks]
    failed = [error for end in ends if (error := end.exception()) is not None]
    for error in failed:
        if not isinstance(error, ChangeError):
            raise error
    if failed:
        raise ChangeError("\n".join(str(error) for error in failed))


def bring_search(session: Any, outputs: Outputs, *, only_if_missing: bool) -> None:
    """New code may need another search index: it is built in the background where there is none of its schema. Until then lists come from
    the table and searches are told to come again."""
    wanted = json.dumps({"only_if_missing": only_if_missing}).encode()
    session.client("lambda").invoke(FunctionName=outputs.functions["search-rebuild"], InvocationType="Event", Payload=wanted)


def bring_lists(dynamodb: Any, tables: Mapping[str, str], stage: str, say: Callable[[str], None]) -> None:
    """Tables that are new need no look at where version 0.1 listed things. Of others that are not moved yet only the local ones are small
    enough to be moved here."""
    for name in TABLES:
        table = tables[name]
        if is_marked(dynamodb, table, name):
            continue
        if is_empty(dynamodb, table):
            mark(dynamodb, table, name)
        elif stage == LOCAL:
            migrate(dynamodb, table, name)
        else:
            say(f"Lists of the table {name} are read in two places until `shop migrate --stage {stage}` has moved them.")


def settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """What `--set` says, judged before anything is built: CloudFormation would name a wrong value only after the stacks before, and a name
    that no stack has not at all. Raises PackageError."""
    if broken := [pair for pair in pairs if "=" not in pair]:
        raise PackageError(f"--set wants Name=value, not {broken[0]!r}")
    given, declared = dict(pair.split("=", 1) for pair in pairs), load("parameters")["Parameters"]
    for name, value in given.items():
        if name not in declared or name in _MADE:
            near = get_close_matches(name, declared.keys() - _MADE, 1)
            hint = f"; did you mean {near[0]}?" if near else "; infra/template/parameters.yaml has all of them."
            raise PackageError(f"There is no setting {name}{hint}")
        if wanted := _unmet(declared[name], value):
            raise PackageError(f"{name} is {wanted}, not {value!r}")
    return given


def _unmet(parameter: Mapping[str, Any], value: str) -> str:
    """What the value should have been; empty when it is fine."""
    if allowed := parameter.get("AllowedValues"):
        return "" if value in allowed else " or ".join(allowed)
    if parameter["Type"] == "Number":
        least = parameter.get("MinValue", 0)
        return "" if re.fullmatch("[0-9]{1,9}", value) and int(value) >= least else f"a number from {least} on"
    pattern = parameter.get("AllowedPattern", "")
    return "" if not pattern or re.fullmatch(pattern, value) else f"a text like {pattern}"


def _stage(text: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9]{0,15}", text) or text == LOCAL:
        raise argparse.ArgumentTypeError(f"{text!r} is no stage to deploy: up to 16 lower-case letters and digits, and not {LOCAL!r}")
    return text


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", required=True, type=_stage, help="part of every name; several stages can live in one account")
    parser.add_argument("--plugin", action="append", default=[], help="a package that brings an adapter: a folder, a wheel or a name")
    parser.add_argument("--set", action="append", default=[], metavar="Name=value", help="a template parameter; kept for later deployments")
    parser.add_argument("--allow-replacement", action="store_true", help="let tables, pool, bucket or secrets be taken away or made anew")
    parser.add_argument("--runtime", default="python3.13")
    parser.add_argument("--architecture", default="arm64", choices=["arm64", "x86_64"])
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    arguments = parser.parse_args()
    try:
        target = {"LambdaRuntime": arguments.runtime, "LambdaArchitecture": arguments.architecture}
        settings = target | settings_of(arguments.set)
        built = package(arguments.build, plugins=arguments.plugin)
        check_console()
        console = build_console(say=print)
        layers = build_layers(arguments.build, arguments.runtime, arguments.architecture, ROOT)
        built = Package(built.templates, built.code, layers)
        session = boto3.session.Session()
        made = deploy(session, arguments.stage, built, settings, may_replace=arguments.allow_replacement)
        publish_console(regional_client(session), made.data_bucket, console)
    except (InfraError, ClientError, BotoCoreError) as error:
        print(f"Not deployed: {error}", file=sys.stderr)
        return 1
    print(f"Deployed shop-{arguments.stage}: {made.site_url}/v1/health, the console at {made.site_url}/admin")
    if made.public_base_url != made.site_url:
        print(f"Links and callbacks still name {made.public_base_url}; --set PublicBaseUrl={made.site_url} has them name the distribution.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
