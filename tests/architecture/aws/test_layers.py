"""Every function has the layers that it imports from, and no other (docs/adr/0033-layers.md). Built here from this machine's packages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections import defaultdict
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest

from infra.compose import ROOT, assemble, handlers_by_module
from infra.discover import App, discover
from infra.functions import FUNCTIONS
from infra.layers.build import files_of, services_used, zip_layer
from infra.layers.imports import reached
from infra.layers.needed import layers_of, starts
from infra.layers.table import LAYERS, MOST_BYTES, MOST_LAYERS, NOT_SHIPPED, Layer, packages_of
from infra.package import code_files
from infra.parts.api import operations
from infra.parts.served import served
from infra.routes import assign
from tests.support.template import as_deployed, of_type

SITE = Path(sysconfig.get_path("purelib"))
BEYOND_BASE = {
    "agents": {"agents-catalog", "agents-checkout", "agents-mcp", "agents-orders", "agents-told"},
    "search": {
        "agents-catalog",
        "agents-mcp",
        "bundles",
        "catalog-follower",
        "catalog-search",
        "search-rules",
        "content-admin",
        "help-browse",
        "help-pages",
        "search-rebuild",
    },
    "media": {"documents-admin", "media-admin", "media-browse", "reviews", "uploads"},
    "charts": {"report-mails", "report-packs"},
    "pages": {
        "agents-checkout",
        "auth",
        "cart-page",
        "cart-restore",
        "help-pages",
        "marketing-messages",
        "notifier",
        "notifier-inbox",
        "notifier-others",
        "notifier-push",
        "notifier-sms",
        "notifier-wechat",
        "order-lookup",
        "order-page",
        "order-page-cancel",
        "order-page-fapiao",
        "order-page-pay",
        "message-preferences",
        "survey-page",
        "survey-answers",
        "order-page-withdraw",
        "order-statement",
        "recall-answers",
        "report-packs",
        "share-links",
        "templates-admin",
    },
}


_IMPORT = """
import importlib, json, os, sys
sys.path += sys.argv[1:3]
base, more = json.load(sys.stdin)
for name in base: importlib.import_module(name)
print("imported", flush=True)
for folders, modules in more:
    if os.fork() == 0:
        sys.path += folders
        for name in modules: importlib.import_module(name)
        os.write(1, b"imported\\n")
        os._exit(0)
    os.wait()
"""
"""What needs the base alone first; then, each in a fork of that, what needs one set of layers more."""


@pytest.fixture(scope="module")
def apps() -> list[App]:
    return discover(handlers_by_module(FUNCTIONS), ROOT)


@pytest.fixture(scope="module")
def told(apps: list[App]) -> dict[str, dict[str, str]]:
    return served(apps, assign(operations(apps), FUNCTIONS))


@pytest.fixture(scope="module")
def needed(told: dict[str, dict[str, str]]) -> dict[str, tuple[Layer, ...]]:
    return layers_of(FUNCTIONS, told, ROOT)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[Layer, Path]:
    """Each layer's folder, as in a function's /opt."""
    folders = {layer: tmp_path_factory.mktemp(layer.name) for layer in LAYERS}
    for layer, folder in folders.items():
        for name, path in files_of(SITE, layer, ROOT).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.symlink(path, folder / name)
            compiled = (folder / name).parent / "__pycache__"
            if name.endswith(".py") and not compiled.exists() and (path.parent / "__pycache__").is_dir():
                os.symlink(path.parent / "__pycache__", compiled)
    return folders


def test_search_and_pictures_are_only_where_they_are_used(needed: dict[str, tuple[Layer, ...]]) -> None:
    assert {name: {f for f, layers in needed.items() if name in {layer.name for layer in layers}} for name in BEYOND_BASE} == BEYOND_BASE
    assert {layers[0].name for layers in needed.values()} == {"base"}


def test_nothing_is_missing(
    told: dict[str, dict[str, str]], needed: dict[str, tuple[Layer, ...]], unpacked: dict[Layer, Path], tmp_path: Path
) -> None:
    """A fresh interpreter with the code and the layers alone imports everything that its functions may ever import."""
    shutil.copytree(ROOT / "functions", tmp_path / "functions")
    alike = defaultdict[tuple[Layer, ...], set[str]](set)
    for function in FUNCTIONS:
        ours, foreign = reached(starts(function, told), ROOT)
        alike[needed[function.name]] |= ours | foreign
    base = alike.pop((LAYERS[0],))
    more = [([str(unpacked[layer]) for layer in layers[1:]], sorted(modules)) for layers, modules in alike.items()]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _IMPORT, str(tmp_path), str(unpacked[LAYERS[0]])],
        input=json.dumps([sorted(base), more]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, ["imported"] * (1 + len(more))), done.stderr[-600:]


def test_clients_of_the_services_used_are_made_and_no_others(unpacked: dict[Layer, Path]) -> None:
    base = unpacked[LAYERS[0]]
    code = (
        f"import sys; sys.path.append({str(base)!r})\n"
        "import boto3, botocore.exceptions\n"
        f"made = [boto3.client(name, region_name='eu-west-1') for name in {sorted(services_used(ROOT))!r}]\n"
        "try: boto3.client('ec2', region_name='eu-west-1')\n"
        "except botocore.exceptions.UnknownServiceError: print(len(made))"
    )
    env = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    done = subprocess.run([sys.executable, "-S", "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(len(services_used(ROOT))), done.stderr[-600:]
    assert {
        "athena",
        "dynamodb",
        "s3",
        "sqs",
        "events",
        "secretsmanager",
        "cognito-idp",
        "sesv2",
        "sns",
        "kms",
        "lambda",
        "cloudwatch",
    } == services_used(ROOT)


def test_what_is_not_needed_is_not_packed() -> None:
    names = {name for layer in LAYERS for name in files_of(SITE, layer, ROOT)}
    tops = {name.split("/")[0] for name in names}
    assert {"grpc", "pip", "setuptools", "wheel", "click", "inquirer", "yaml", "google"} & tops == set()
    assert [name for name in names if "__pycache__" in name or "/tests/" in name or name.startswith(("chalice/cli", "bin/"))] == []
    assert {name.split("/")[2] for name in names if name.startswith("botocore/data/") and name.count("/") > 2} <= services_used(ROOT)


def test_every_package_of_the_runtime_has_its_place() -> None:
    """One that a new requirement brings is named: in a layer, or among those that are not shipped."""
    pinned = {line.split("==")[0] for line in (ROOT / "requirements/runtime.txt").read_text().splitlines() if "==" in line}
    here = {found.metadata["Name"].lower().replace("_", "-") for found in distributions(path=[str(SITE)])}
    placed = {package for layer in LAYERS for package in packages_of(layer)}
    only_for_those = {"protobuf", "grpcio", "readchar", "editor", "blessed", "jinxed", "wcwidth", "xmod", "runs", "packaging", "colorama"}
    assert sorted((pinned & here) - placed - NOT_SHIPPED - only_for_those) == []


def test_lambda_takes_them(needed: dict[str, tuple[Layer, ...]]) -> None:
    sizes = {layer: sum(path.stat().st_size for path in files_of(SITE, layer, ROOT).values()) for layer in LAYERS}
    code = sum(path.stat().st_size for path in code_files(ROOT))
    assert max(map(len, needed.values())) <= MOST_LAYERS
    assert max(code + sum(sizes[layer] for layer in layers) for layers in needed.values()) < MOST_BYTES


def test_the_same_packages_are_the_same_zip(tmp_path: Path) -> None:
    sizes = {layer: sum(path.stat().st_size for path in files_of(SITE, layer, ROOT).values()) for layer in LAYERS}
    smallest = min(LAYERS, key=sizes.__getitem__)
    first, second = (zip_layer(tmp_path / name, SITE, smallest, ROOT).read_bytes() for name in ("a.zip", "b.zip"))
    assert first == second
    assert all(name.startswith("python/") for name in zipfile.ZipFile(tmp_path / "a.zip").namelist())


def test_the_templates_say_the_same(apps: list[App], needed: dict[str, tuple[Layer, ...]]) -> None:
    stacks: dict[str, Any] = assemble(FUNCTIONS, apps)
    for stack in stacks.values():
        ids = {name: made["ContentUri"]["Key"]["Ref"] for name, made in of_type(stack, "AWS::Serverless::LayerVersion").items()}
        for made in of_type(stack, "AWS::Serverless::Function").values():
            name = made["FunctionName"]["Fn::Sub"].removeprefix("shop-${Stage}-")
            assert [ids[layer["Ref"]] for layer in made["Layers"]] == [layer.parameter for layer in needed[name]]
        assert set(ids.values()) <= set(stack["Parameters"])
    assert "LayerVersion" not in json.dumps(as_deployed(assemble(FUNCTIONS, apps, local=True)))


def test_the_published_sizes_are_those_of_the_table(needed: dict[str, tuple[Layer, ...]]) -> None:
    """Bytes change with every package; which layers a function has does not."""
    rows = [line.split(" | ") for line in (ROOT / "docs/sizes.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    told = {name.strip("| `"): layers.rstrip(" |") for name, _, layers in rows}
    assert told == {name: ", ".join(layer.name for layer in layers) for name, layers in needed.items()}
