"""import-linter's contracts cover every domain; the contracts themselves are checked by `lint-imports`."""

from __future__ import annotations

import pkgutil
import tomllib
from pathlib import Path

import functions

ROOT = Path(__file__).parents[2]


def test_every_domain_is_met_through_its_face() -> None:
    domains = {info.name for info in pkgutil.iter_modules(functions.__path__) if info.ispkg} - {"shared"}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    faces = {expression for contract in contracts if contract["type"] == "protected" for expression in contract["protected_modules"]}
    assert faces == {f"functions.{domain}.*" for domain in domains}
    kernel, houses = sorted((set(contract["containers"]) for contract in contracts if "containers" in contract), key=len)
    assert (kernel, houses) == ({"functions.shared"}, {f"functions.{domain}" for domain in domains})
