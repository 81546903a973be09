"""What the Chalice apps declare, each read in a process of its own: two apps in one process would share routes.

As a program (`python -m infra.discover functions.orders.app fulfil …`) it imports the module, checks that the named handlers
exist, and prints the app's paths in Swagger form as JSON.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from functions.shared.http.app import ShopApp
from functions.shared.http.current_state import reader_of
from infra.faults import InfraError
from infra.layers.once import read_once

_PARALLEL = 2


class DiscoveryError(InfraError):
    """An app cannot be imported or lacks a handler that the function table names."""


@dataclass(frozen=True)
class App:
    module: str
    paths: Mapping[str, Mapping[str, Any]]
    binary_types: tuple[str, ...] = ()
    needs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For each operation, as `GET /v1/orders`, the Apis of the app that answering it takes."""


def discover(handlers: Mapping[str, Sequence[str]], root: Path) -> list[App]:
    """The apps of the entry modules, given the handlers each must have; `root` is the folder that holds `functions`."""

    def read() -> bytes:
        with ThreadPoolExecutor(_PARALLEL) as pool:
            return json.dumps(list(pool.map(lambda module: _read(module, handlers[module], root), sorted(handlers)))).encode()

    asked = json.dumps({module: sorted(names) for module, names in handlers.items()}, sort_keys=True)
    found = json.loads(read_once(root, "apps", asked, read))
    return [
        App(module, one["paths"], tuple(one["binary_types"]), one["needs"]) for module, one in zip(sorted(handlers), found, strict=True)
    ]


def _read(module: str, handlers: Sequence[str], root: Path) -> Any:
    search = f"{root}:{Path(__file__).resolve().parent.parent}"
    done = subprocess.run(
        [sys.executable, "-m", "infra.discover", module, *handlers],
        cwd=root,
        env={"PYTHONPATH": search, "AWS_DEFAULT_REGION": "us-east-1", "AWS_CHALICE_CLI_MODE": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DiscoveryError(f"{module}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def _describe(module_name: str, handlers: Sequence[str]) -> dict[str, Any]:
    from chalice.deploy.swagger import CFNSwaggerGenerator

    module = importlib.import_module(module_name)
    missing = [name for name in handlers if not callable(getattr(module, name, None))]
    if missing:
        raise DiscoveryError(f"no handler named {', '.join(missing)}")
    app = getattr(module, "app", None)
    if app is None or not app.routes:
        return {"paths": {}, "binary_types": [], "needs": {}}
    swagger = CFNSwaggerGenerator().generate_swagger(app)
    binary_types = swagger["x-amazon-apigateway-binary-media-types"]
    return {"paths": swagger["paths"], "binary_types": binary_types, "needs": needs_of(app) if isinstance(app, ShopApp) else {}}


def needs_of(app: ShopApp) -> dict[str, list[str]]:
    """The Api of each operation, and that of what reads the resource it writes: a stale write is told the current state."""
    owner = {str(operation): name for name, api in app.apis.items() for operation in api.operations}
    readers = {str(operation): reader_of(operation, app.operations) for operation in app.operations}
    return {name: sorted({owner[name]} | ({owner[str(reader)]} if reader else set())) for name, reader in readers.items()}


if __name__ == "__main__":
    print(json.dumps(_describe(sys.argv[1], sys.argv[2:])))
