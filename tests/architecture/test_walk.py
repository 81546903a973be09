"""docs/placing-an-order.md tells the way of a call through the code; the code must agree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from infra.compose import ROOT
from infra.functions import FUNCTIONS

WALK = re.findall(r"(?m)^\d+\. `(functions/[a-z_/]+)\.py`: ", (ROOT / "docs/placing-an-order.md").read_text(encoding="utf-8"))


def _imports(path: str) -> set[str]:
    """Files that the file imports from, and those that such names would be."""
    tree = ast.parse((ROOT / f"{path}.py").read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names = {str(node.module) for node in nodes} | {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    return {name.replace(".", "/") for name in names}


def _named(door: str) -> set[str]:
    """Files of the Apis that a door names, as `checkout.api.checkout_api`."""
    texts = [
        node.value for node in ast.walk(ast.parse((ROOT / f"{door}.py").read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    ]
    apis = [
        text.rpartition(".")[0].replace(".", "/") for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text)
    ]
    return {f"{Path(door).parent.as_posix()}/{api}" for api in apis}


def test_every_file_is_reached_from_above_and_needs_nothing_above_it() -> None:
    needs = {path: _imports(path) for path in WALK}
    # How a call comes to its door is API Gateway's and Chalice's business: the edge stands between. The door names its rooms.
    needs["functions/orders/app"] |= _imports("functions/shared/http/app") | _named("functions/orders/app")
    assert [path for place, path in enumerate(WALK[1:], 1) if not any(path in needs[above] for above in WALK[:place])] == []
    upwards = [(path, above) for place, path in enumerate(WALK) for above in WALK[:place] if above in needs[path]]
    assert upwards == []


def test_it_begins_at_the_function_that_answers_the_call() -> None:
    (function,) = [one for one in FUNCTIONS if "POST /v1/orders" in getattr(one.trigger, "operations", ())]
    assert WALK[0] == function.module.replace(".", "/")
    assert f"The function `{function.name}`" in (ROOT / "docs/placing-an-order.md").read_text(encoding="utf-8")
