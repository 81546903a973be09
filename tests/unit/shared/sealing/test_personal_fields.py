"""Personal fields are taken out of bodies of any shape, and what is left is of the same shape."""

from __future__ import annotations

from typing import Any

import pytest

from functions.privacy.model.registry import REGISTRY
from functions.shared.sealing.personal_fields import emptied


def test_fields_are_taken_wherever_their_path_leads() -> None:
    """H14"""
    body = {"address": {"name": "A", "country": "CN", "email": None}, "lines": [{"metadata": {"x": "y"}}, {"metadata": {}}], "n": 1}
    after, taken = emptied(body, ("address.name", "address.email", "lines.*.metadata", "nothing.there"))
    assert after == {"address": {"name": "", "country": "CN", "email": None}, "lines": [{"metadata": {}}, {"metadata": {}}], "n": 1}
    assert taken == {"address.name": "A", "lines.0.metadata": {"x": "y"}}
    assert body["address"] == {"name": "A", "country": "CN", "email": None}


def test_everywhere_is_at_any_depth() -> None:
    """H14"""
    after, taken = emptied({"note": "a", "data": {"order": {"note": "b", "metadata": {"k": "v"}}}}, ("**.note", "**.metadata"))
    assert after == {"note": "", "data": {"order": {"note": "", "metadata": {}}}}
    assert taken == {"note": "a", "data.order.note": "b", "data.order.metadata": {"k": "v"}}


def test_taken_once_there_is_nothing_more_to_take() -> None:
    """A second erasure reports 0."""
    body = {"said": [{"text": "hello"}], "media": ["x"], "author": None, "files": {"a": 1}}
    paths = ("said.*.text", "media", "author", "files")
    after, taken = emptied(body, paths)
    assert taken
    assert emptied(after, paths) == (after, {})


def test_each_kind_stands_in_the_registry_once() -> None:
    named = [(one.table, one.kind) for one in REGISTRY]
    assert len(named) == len(set(named))


BODIES = [
    {"address": {"name": "A", "email": None}, "lines": [{"note": "x", "n": 1}, {"note": ""}, 3], "note": ["y"], "files": {"a": {"b": "c"}}},
    {"address": "text", "lines": {"one": {"note": "x"}}, "note": {"k": 1}, "files": []},
    [{"note": "x"}],
    None,
]
PATHS = [
    ("address.name", "address.email", "note"),
    ("lines.*.note", "note", "lines.*.n"),
    ("files.*.b", "address"),
    ("address", "address.name"),
    ("address.name", "address"),
    ("lines.0.note", "lines.*.note"),
    ("**.note", "address.name"),
    ("note", "note"),
]


@pytest.mark.parametrize("paths", PATHS)
@pytest.mark.parametrize("body", BODIES)
def test_all_paths_at_once_take_what_they_take_one_after_the_other(body: Any, paths: tuple[str, ...]) -> None:
    """A body is gone through once, however many fields are personal: each order is sealed while its buyer waits."""
    left, taken = body, dict[str, Any]()
    for path in paths:
        left, more = emptied(left, (path,))
        taken |= more
    assert emptied(body, paths) == (left, taken)
