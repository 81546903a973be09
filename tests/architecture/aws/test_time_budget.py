"""Whatever works on a queue knows how long it still has: what it does not begin goes back to the queue, instead of dying half-way."""

from __future__ import annotations

import ast

from functions.shared.events.batches import NEEDS
from infra.compose import ROOT
from infra.functions import FUNCTIONS
from infra.functions.model import Queue


def doors(module: str) -> dict[str, list[str]]:
    """The decorators of each function of the module."""
    tree = ast.parse((ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))
    return {node.name: [ast.unparse(one) for one in node.decorator_list] for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_consumer_of_a_queue_watches_its_time() -> None:
    consumers = [function for function in FUNCTIONS if isinstance(function.trigger, Queue)]
    assert [f.name for f in consumers if "in_time" not in doors(f"functions.{f.domain}.consumers.{f.handler}")[f.handler]] == []


def test_every_consumer_has_time_to_begin() -> None:
    """Twelve seconds is what those need that call a provider or a courier."""
    assert NEEDS < 12
    assert all(function.timeout >= 2 * 12 for function in FUNCTIONS if isinstance(function.trigger, Queue))
