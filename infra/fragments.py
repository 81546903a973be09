"""Reads the hand-written fragments, in which CloudFormation's short forms (`!Ref`, `!Sub`, …) are allowed."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).resolve().parent / "template"


class _Loader(yaml.SafeLoader):
    """Turns `!Name` into `{"Fn::Name": …}`, `!Ref` and `!Condition` into themselves, and `!GetAtt A.B` into a list."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)


def load(name: str) -> dict[str, Any]:
    """A fresh copy of the fragment `infra/template/<name>.yaml`."""
    return deepcopy(_read(name))


@cache
def _read(name: str) -> dict[str, Any]:
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - derives from the safe loader
    assert isinstance(loaded, dict)
    return loaded
