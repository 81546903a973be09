"""Builds the layers from a folder of installed packages: the wheels of Lambda's platform, or, for tests, those of this machine."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

from infra.faults import InfraError
from infra.layers.table import LAYERS, Layer, packages_of
from infra.layers.zips import zip_contents

PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
_DROPPED_FOLDERS = frozenset({"__pycache__", "tests", "test", "docs_src", "licenses", "examples"})
_DROPPED_ENDINGS = frozenset({".pyc", ".pyi", ".pyx", ".c", ".h"})
_PARTS: Mapping[str, tuple[str, ...]] = {
    # The rest is its command line.
    "chalice": ("chalice/__init__.py", "chalice/app.py", "chalice/py.typed"),
}
_WITHOUT: Mapping[str, tuple[str, ...]] = {
    # Names of towns, carriers and time zones by number: nobody asks for them.
    "phonenumbers": ("phonenumbers/geodata/", "phonenumbers/carrierdata/", "phonenumbers/tzdata/"),
    "pydantic": ("pydantic/v1/",),
}
_SERVICE_DATA = ("botocore/data/", "boto3/data/")


class LayerError(InfraError):
    """The layers cannot be built; the message says what to do."""


def build_layers(build: Path, runtime: str, architecture: str, root: Path) -> dict[Layer, Path]:
    """A zip for each layer, from the hashed pins, without compiling anything."""
    site = build / "site"
    shutil.rmtree(site, ignore_errors=True)
    command = [
        str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:",
        "--target", str(site), "--python-version", runtime.removeprefix("python"),
        "--python-platform", PLATFORMS[architecture], "--requirements", str(root / "requirements/runtime.txt"),
    ]  # fmt: skip
    if subprocess.run(command, check=False).returncode != 0:
        raise LayerError(f"uv could not install requirements/runtime.txt for {runtime} on {architecture}; its message is above")
    return {layer: zip_layer(build / f"layer-{layer.name}.zip", site, layer, root) for layer in LAYERS}


def zip_layer(target: Path, site: Path, layer: Layer, root: Path) -> Path:
    contents = {f"python/{name}": path.read_bytes() for name, path in sorted(files_of(site, layer, root).items())}
    return zip_contents(target, contents)


def files_of(site: Path, layer: Layer, root: Path) -> dict[str, Path]:
    """By its name in the layer's folder, each file of its packages that a function may need."""
    installed, services = _installed(site), services_used(root)
    missing = packages_of(layer) - installed.keys()
    if missing:
        raise LayerError(f"{', '.join(sorted(missing))} of the layer {layer.name} are not in requirements/runtime.in")
    return {
        name: site / name
        for package in packages_of(layer)
        for file in installed[package].files or ()
        if _is_shipped(package, name := file.as_posix(), services) and (site / name).is_file()
    }


@cache
def _installed(site: Path) -> dict[str, Distribution]:
    return {found.metadata["Name"].lower().replace("_", "-"): found for found in distributions(path=[str(site)])}


def _is_shipped(package: str, name: str, services: frozenset[str]) -> bool:
    path = PurePosixPath(name)
    if path.parts[0] in ("..", "bin") or path.suffix in _DROPPED_ENDINGS or _DROPPED_FOLDERS & set(path.parts):
        return False
    if path.parts[0].endswith(".dist-info"):
        return path.name == "METADATA"  # some packages read their own version
    if name.startswith(_SERVICE_DATA) and len(path.parts) > 3:
        return path.parts[2] in services
    return name.startswith(_PARTS.get(package, ("",))) and not name.startswith(_WITHOUT.get(package, ("//",)))


@cache
def services_used(root: Path) -> frozenset[str]:
    """The AWS services that the functions make clients of; PynamoDB makes the one of DynamoDB."""
    return frozenset({"dynamodb", *(name for path in (root / "functions").rglob("*.py") for name in _clients(path))})


def _clients(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if "aws.client(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "aws.client":
            if not isinstance(node.args[0], ast.Constant):
                raise LayerError(f"{path}: name the service in the call of aws.client, so that its description is packed")
            yield str(node.args[0].value)
