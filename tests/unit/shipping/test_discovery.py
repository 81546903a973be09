"""P04: adapters are found by entry points, in an installed project and in a deployed zip alike."""

from __future__ import annotations

import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from functions.shipping.couriers import discovery
from functions.shipping.couriers.port import Ability, Courier
from infra.compose import ROOT
from infra.plugins import entry_points_files

NAMED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"][discovery.GROUP]
# The method of an ability, where it has another name.
METHODS = {Ability.WAYBILL: {"create_waybill"}, Ability.WEBHOOK: {"verify_webhook", "read_webhook"}}


def test_the_installed_project_says_what_pyproject_says() -> None:
    assert NAMED.keys() <= set(discovery.adapter_codes()), "run: make .venv/.ready"


def test_a_deployed_zip_says_the_same(tmp_path: Path) -> None:
    """Where nothing is installed, `importlib.metadata` reads what packaging wrote."""
    for name, content in entry_points_files(ROOT).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (found,) = distributions(path=[str(tmp_path)])
    assert {one.name: one.value for one in found.entry_points.select(group=discovery.GROUP)} == NAMED


@pytest.mark.parametrize("code", sorted(NAMED))
def test_an_adapter_has_its_own_code_and_the_methods_of_its_abilities_and_no_others(code: str) -> None:
    adapter = discovery.adapter(code)
    assert adapter.code == code
    able = {method for ability in adapter.abilities for method in METHODS.get(ability, {ability.value})}
    written = {name for name, one in vars(Courier).items() if callable(one) and getattr(adapter, name) is not one}
    assert written - {"__init__", "acknowledge"} == able
    assert all(one.adapter == code for one in adapter.carriers)
