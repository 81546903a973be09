"""Deploys the template with plain AWS credentials: upload, change set, execute, wait. Run again, it changes what has changed.

`make deploy STAGE=prod`, or `python -m infra.deploy --stage prod --set PublicBaseUrl=https://api.example.com`. The local stage
calls `deploy` with a session that points at MiniStack and its own parameters.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.artifacts import artifacts_bucket, ensure_bucket, require_tls, upload
from infra.changes import apply_change, describe_stack
from infra.compose import ROOT
from infra.faults import InfraError
from infra.fragments import load
from infra.outputs import Outputs, outputs_of
from infra.package import Package, PackageError, build_layer, package

LOCAL = "local"


def stack_name(stage: str) -> str:
    return f"shop-{stage}"


def deploy(session: Any, stage: str, built: Package, parameters: Mapping[str, str], say: Callable[[str], None] = print) -> Outputs:
    """Bring the stage's stack to the built package and answer its addresses. Raises ChangeError when CloudFormation gives up.

    `parameters` are those of `infra/template/parameters.yaml` that differ from the last deployment; the others keep their value.
    """
    s3, bucket = session.client("s3"), artifacts_bucket(session)
    ensure_bucket(s3, bucket, session.region_name)
    if stage != LOCAL:
        require_tls(s3, bucket, session.get_partition_for_region(session.region_name))
    code_key = upload(s3, bucket, built.code, "code")
    layer_key = upload(s3, bucket, built.layer, "layer") if built.layer else ""
    template_key = upload(s3, bucket, built.template, "template")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": template_key}, ExpiresIn=900).split("?")[0]
    given = {**parameters, "Stage": stage, "CodeBucket": bucket, "CodeKey": code_key, "LayerKey": layer_key}
    client = session.client("cloudformation")
    apply_change(client, stack_name(stage), url, given, load("parameters")["Parameters"], say)
    stack = describe_stack(client, stack_name(stage))
    assert stack is not None
    outputs = outputs_of(stack)
    _bring_search(session, outputs)
    return outputs


def _bring_search(session: Any, outputs: Outputs) -> None:
    """New code may need another search index: it is built in the background where there is none of its schema. Until then lists come from
    the table and searches are told to come again."""
    wanted = json.dumps({"only_if_missing": True}).encode()
    session.client("lambda").invoke(FunctionName=outputs.functions["search-rebuild"], InvocationType="Event", Payload=wanted)


def _settings(pairs: list[str]) -> dict[str, str]:
    broken = [pair for pair in pairs if "=" not in pair]
    if broken:
        raise PackageError(f"--set wants Name=value, not {broken[0]!r}")
    return dict(pair.split("=", 1) for pair in pairs)


def _stage(text: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9]{0,15}", text) or text == LOCAL:
        raise argparse.ArgumentTypeError(f"{text!r} is no stage to deploy: up to 16 lower-case letters and digits, and not {LOCAL!r}")
    return text


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", required=True, type=_stage, help="part of every name; several stages can live in one account")
    parser.add_argument("--set", action="append", default=[], metavar="Name=value", help="a template parameter; kept for later deployments")
    parser.add_argument("--runtime", default="python3.13")
    parser.add_argument("--architecture", default="arm64", choices=["arm64", "x86_64"])
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    arguments = parser.parse_args()
    try:
        built = package(arguments.build)
        layer = build_layer(arguments.build, arguments.runtime, arguments.architecture)
        built = Package(built.template, built.code, layer)
        target = {"LambdaRuntime": arguments.runtime, "LambdaArchitecture": arguments.architecture}
        made = deploy(boto3.session.Session(), arguments.stage, built, target | _settings(arguments.set))
    except (InfraError, ClientError, BotoCoreError) as error:
        print(f"Not deployed: {error}", file=sys.stderr)
        return 1
    print(f"Deployed {stack_name(arguments.stage)}: {made.api_url}/v1/health")
    if not made.public_base_url:
        print(f"Providers cannot call back yet. Deploy once more with --set PublicBaseUrl={made.api_url} (or your own domain).")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
