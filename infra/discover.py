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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.faults import InfraError

_PARALLEL = 2


class DiscoveryError(InfraError):
    """An app cannot be imported or lacks a handler that the function table names."""


@dataclass(frozen=True)
class App:
    module: str
    paths: Mapping[str, Mapping[str, Any]]
    binary_types: tuple[str, ...] = ()


def discover(handlers: Mapping[str, Sequence[str]], root: Path) -> list[App]:
    """The apps of the entry modules, given the handlers each must have; `root` is the folder that holds `functions`."""
    with ThreadPoolExecutor(_PARALLEL) as pool:
        return list(pool.map(lambda module: _read(module, handlers[module], root), sorted(handlers)))


def _read(module: str, handlers: Sequence[str], root: Path) -> App:
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
    found = json.loads(done.stdout.splitlines()[-1])
    return App(module, found["paths"], tuple(found["binary_types"]))


def _describe(module_name: str, handlers: Sequence[str]) -> dict[str, Any]:
    from chalice.deploy.swagger import CFNSwaggerGenerator

    module = importlib.import_module(module_name)
    missing = [name for name in handlers if not callable(getattr(module, name, None))]
    if missing:
        raise DiscoveryError(f"no handler named {', '.join(missing)}")
    app = getattr(module, "app", None)
    if app is None or not app.routes:
        return {"paths": {}, "binary_types": []}
    swagger = CFNSwaggerGenerator().generate_swagger(app)
    return {"paths": swagger["paths"], "binary_types": swagger["x-amazon-apigateway-binary-media-types"]}


if __name__ == "__main__":
    print(json.dumps(_describe(sys.argv[1], sys.argv[2:])))
