"""The published contract: one OpenAPI document over the operations of every domain.

`python -m functions.platform.service.contract FILE` writes it: the build puts it beside this file into the code zip, where
`GET /v1/openapi.json` serves it from; `docs/openapi.json` is the snapshot that breaking changes are measured by.
"""

from __future__ import annotations

import importlib
import json
import lzma
import pkgutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import functions
from functions.platform.model.version import VERSION
from functions.shared.contract.openapi import document
from functions.shared.http.app import ShopApp
from functions.shared.http.operation import Operation

BUILT = Path(__file__).with_name("openapi.json.xz")


def entry_modules() -> Iterator[str]:
    """The modules that functions start from: `app.py` of every domain."""
    for package in sorted(pkgutil.iter_modules(functions.__path__), key=lambda info: info.name):
        folder = [str(Path(path) / package.name) for path in functions.__path__]
        if package.ispkg and any(module.name == "app" for module in pkgutil.iter_modules(folder)):
            yield f"functions.{package.name}.app"


def operations() -> list[Operation]:
    """Every operation of every app."""
    # By name, at run time: the platform describes the domains, it does not depend on them.
    apps: list[ShopApp] = [importlib.import_module(name).app for name in entry_modules()]
    return [operation for app in apps for operation in app.operations]


def generate() -> str:
    contract = document(operations(), title="Shop API", version=VERSION)
    return json.dumps(contract, ensure_ascii=False, indent=1) + "\n"


@lru_cache(maxsize=1)
def published(built: Path = BUILT) -> str:
    """The document of the build, or a fresh one where nothing was built (tests)."""
    try:
        return lzma.decompress(built.read_bytes()).decode()
    except FileNotFoundError:
        return generate()


def write(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(generate(), encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))}\n")
