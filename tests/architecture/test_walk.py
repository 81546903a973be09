"""docs/placing-an-order.md tells the way of a call through the code; the code must agree."""

from __future__ import annotations

import ast
import re

from infra.compose import ROOT
from infra.functions import FUNCTIONS

WALK = re.findall(r"(?m)^\d+\. `(functions/[a-z_/]+)\.py`: ", (ROOT / "docs/placing-an-order.md").read_text(encoding="utf-8"))


def _imports(path: str) -> set[str]:
    """Files that the file imports from, and those that such names would be."""
    tree = ast.parse((ROOT / f"{path}.py").read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names = {str(node.module) for node in nodes} | {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    return {name.replace(".", "/") for name in names}


def test_every_file_is_reached_from_above_and_needs_nothing_above_it() -> None:
    needs = {path: _imports(path) for path in WALK}
    # How a call comes to its door is API Gateway's and Chalice's business, so the edge stands between by `make_app`.
    needs["functions/orders/app"] |= _imports("functions/shared/http/app")
    assert [path for place, path in enumerate(WALK[1:], 1) if not any(path in needs[above] for above in WALK[:place])] == []
    upwards = [(path, above) for place, path in enumerate(WALK) for above in WALK[:place] if above in needs[path]]
    assert upwards == []


def test_it_begins_at_the_function_that_answers_the_call() -> None:
    (function,) = [one for one in FUNCTIONS if "POST /v1/orders" in getattr(one.trigger, "operations", ())]
    assert WALK[0] == function.module.replace(".", "/")
    assert f"The function `{function.name}`" in (ROOT / "docs/placing-an-order.md").read_text(encoding="utf-8")
