"""Writes what is deployed: `build/stacks/*.json`, `build/code.zip` (functions only) and, for AWS, `build/layer-*.zip`.

Zips are the same bytes for the same contents, so that their hash can name them and an unchanged deployment changes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.built import build_file
from infra.compose import ROOT, compose
from infra.cutting import Template
from infra.faults import InfraError
from infra.layers.build import PLATFORMS, build_layers
from infra.layers.once import read_once
from infra.layers.table import Layer
from infra.layers.zips import zip_contents
from infra.plugins import entry_points_files, plugin_files

CONTRACT = "functions/platform/service/openapi.json.xz"
# Of our own files in the zip, compressed. Data is what grows without anybody looking (places; the contract, 226,000 for 875 operations);
# code has the room that three times as many operations take. A cold start fetches all of it.
DATA_LIMIT = 544 * 1024
CODE_LIMIT = 4 * 1024 * 1024
# For text of bytes; whoever reads it needs the memory of the usual preset and no more.
_TIGHT = [{"id": lzma.FILTER_LZMA2, "preset": 6 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0, "nice_len": 273}]
_NOT_SHIPPED = {".pyc", ".pyo", ".md"}


class PackageError(InfraError):
    """The package cannot be built; the message says what to do."""


@dataclass(frozen=True)
class Package:
    templates: Mapping[str, Path]
    """By stack, in the order in which they are deployed."""
    code: Path
    layers: Mapping[Layer, Path] = field(default_factory=dict)


def package(build: Path, root: Path = ROOT, *, local: bool = False, plugins: Sequence[str] = ()) -> Package:
    """Compose the templates and zip the functions found under `root` into the folder `build`, with packages that bring further adapters."""
    templates = _write_templates(build / "stacks", compose(root=root, local=local))
    contract = {CONTRACT: packed_contract(write_contract(build, root).read_bytes())}
    brought = plugin_files(plugins, build)
    code = zip_folder(root, code_files(root), build / "code.zip", contract | build_file(root) | entry_points_files(root) | brought)
    must_be_small({name: size for name, size in sizes_in(code).items() if name not in brought})
    return Package(templates, code)


def packed_contract(document: bytes) -> bytes:
    """Without the blanks that people read it with, and more tightly than a zip packs: every byte counts towards the limit."""
    return lzma.compress(json.dumps(json.loads(document), separators=(",", ":")).encode(), filters=_TIGHT)


def sizes_in(code: Path) -> dict[str, int]:
    """Compressed, by name."""
    with zipfile.ZipFile(code) as opened:
        return {entry.filename: entry.compress_size for entry in opened.infolist()}


def must_be_small(sizes: Mapping[str, int]) -> None:
    """Those of our own files: how large packages are that somebody adds is theirs to know. Raises PackageError."""
    data = {name: size for name, size in sizes.items() if not name.endswith(".py")}
    if sum(data.values()) > DATA_LIMIT:
        largest = max(data, key=lambda name: data[name])
        raise PackageError(f"The data in the code zip is over {DATA_LIMIT} bytes: move some out of functions/; the largest is {largest}")
    if sum(sizes.values()) > CODE_LIMIT:
        raise PackageError(f"The code zip is over {CODE_LIMIT} bytes: move data out of functions/")


def _write_templates(folder: Path, templates: Mapping[str, Template]) -> dict[str, Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = {}
    for name, template in templates.items():
        written[name] = folder / f"{name}.json"
        written[name].write_text(json.dumps(template, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
    return written


def write_contract(build: Path, root: Path) -> Path:
    """The OpenAPI document, generated at build time, so that the function that serves it need not import all domains."""
    target = (build / "openapi.json").resolve()
    target.write_bytes(read_once(root, "contract", "", lambda: _contract(root)))
    return target


def _contract(root: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "openapi.json")
        command = [sys.executable, "-m", "functions.platform.service.contract", str(target)]
        done = subprocess.run(command, check=False, cwd=root, capture_output=True, text=True)
        if done.returncode != 0:
            raise PackageError(f"the contract cannot be generated: {done.stderr.strip().splitlines()[-1:]}")
        return target.read_bytes()


def code_files(root: Path) -> list[Path]:
    """Everything under `functions` that a function needs when it runs."""
    return _shipped(root / "functions")


def _shipped(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path for path in files if path.suffix not in _NOT_SHIPPED and not path.name.startswith("."))


def zip_folder(base: Path, files: Iterable[Path], target: Path, generated: Mapping[str, bytes] | None = None) -> Path:
    """`generated`: contents by name in the zip that stand in no file of `base`."""
    return zip_contents(target, {path.relative_to(base).as_posix(): path.read_bytes() for path in files} | dict(generated or {}))


def content_key(path: Path, kind: str) -> str:
    """A name that changes exactly when the contents do, e.g. `code/3f0c….zip`."""
    return f"{kind}/{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}{path.suffix}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="folder to write to (default: build)")
    parser.add_argument("--plugin", action="append", default=[], help="a package that brings an adapter: a folder, a wheel or a name")
    parser.add_argument("--layers", action="store_true", help="also build the layers of third-party packages")
    parser.add_argument("--runtime", default="python3.13")
    parser.add_argument("--architecture", default="arm64", choices=sorted(PLATFORMS))
    arguments = parser.parse_args()
    try:
        _run(arguments)
    except InfraError as error:
        print(f"Not packaged: {error}", file=sys.stderr)
        return 1
    return 0


def _run(arguments: argparse.Namespace) -> None:
    made = package(arguments.build, plugins=arguments.plugin)
    for path in (*made.templates.values(), made.code):
        print(f"{path}  {path.stat().st_size:,} bytes")
    if arguments.layers:
        for layer in build_layers(arguments.build, arguments.runtime, arguments.architecture, ROOT).values():
            print(f"{layer}  {layer.stat().st_size:,} bytes")


if __name__ == "__main__":
    raise SystemExit(main())
