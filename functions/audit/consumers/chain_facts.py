"""Stream of the facts' table: new facts get their numbers, in the order they came."""

from __future__ import annotations

from typing import Any

from functions.audit.store.chaining import chain
from functions.shared.audit.fact import Fact
from functions.shared.events.batches import each_change
from functions.shared.plain.bodies import load


def chain_facts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    facts: list[Fact] = []

    def take(change: dict[str, Any]) -> None:
        facts.append(load(Fact, change["NewImage"]["body"]["S"]))

    return each_change(event, take, lambda: chain(facts), consumer="audit-chain")
