"""One thing after the other: what is asked next is filled from what was answered, along links that schemathesis finds in the contract."""

from __future__ import annotations

import random
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from schemathesis.generation.stateful.state_machine import StepOutput
from schemathesis.specs.openapi.stateful import collect_transitions, into_step_input

from proofs.contract.stage import Stage, contract
from tests.support.contract_fuzz import asked, not_as_told

ENDS_SESSIONS = frozenset({"post_auth_logout", "post_auth_change_password", "post_me_erasure"})
"""Whoever called them would hear nothing more but 401."""
_KEPT = 3
"""Answers of each operation that others are filled from: the last ones."""


@cache
def operations() -> tuple[Any, ...]:
    """Of the whole contract, as schemathesis has them, with its links between them."""
    schema: Any = schemathesis.openapi.from_dict(contract())
    # It finds the links while it makes its own machine for them.
    schema.as_state_machine()
    return tuple(cast("Any", one).ok() for one in schema.get_all_operations())


@cache
def incoming() -> dict[str, list[Any]]:
    """Of each operation that can be filled from what another one answers: the links that lead to it."""
    found = collect_transitions(list(operations())).operations
    return {name: [one for one in each.incoming if _fills(one)] for name, each in found.items() if any(map(_fills, each.incoming))}


def _fills(link: Any) -> bool:
    return bool(link.parameters or link.body is not NOT_SET)


@dataclass
class Walk:
    """By all who ask, along one link after the other. `followed`: the links; `reached`: the operations, of which `served` did something."""

    stage: Stage
    chance: random.Random
    told: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    followed: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    served: set[str] = field(default_factory=set)
    answered: int = 0
    wrong: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """What can be asked without knowing anything: lists, and what makes something."""
        for operation in operations():
            if "{" not in operation.path and operation.definition.raw.get("operationId") not in ENDS_SESSIONS:
                self._draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), operation.label)

    def go(self, links: int, calls: int, part: int, parts: int) -> None:
        """So many links to each operation of that part of them, and along each link so many calls of everybody."""
        names = sorted(incoming())[part::parts]
        self.chance.shuffle(names)
        for name in names:
            for link in self._open(name, links):
                source = self.chance.choice(self.told[link.source.label])
                strategy = into_step_input(target=link.target, link=link, modes=[GenerationMode.POSITIVE])(source)
                self._draw(strategy.map(lambda step: step.case), name, calls)
                self.followed.add(link.full_name)
                self.reached.add(name)

    def _open(self, name: str, links: int) -> Iterator[Any]:
        """Links from where something was answered."""
        ready = [one for one in incoming()[name] if self.told[one.source.label]]
        if ready and ready[0].target.definition.raw.get("operationId") not in ENDS_SESSIONS:
            yield from self.chance.sample(ready, min(links, len(ready)))

    def _draw(self, strategy: Any, name: str, calls: int = 1) -> None:
        @seed(self.chance.getrandbits(32))
        @settings(max_examples=calls, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(strategy)
        def ask(case: Any) -> None:
            for role, own in self.stage.callers().items():
                self._asked(case, role, own, name)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                ask()
            except Unsatisfiable:
                # What was answered does not fit what is asked.
                return

    def _asked(self, case: Any, role: str, own: Mapping[str, str], name: str) -> None:
        answer = asked(case, own, self.stage.send)
        if answer is None:
            return
        self.answered += 1
        if told := not_as_told(case, answer):
            body: Any = answer.request.body or b""
            address = str(answer.request.url).partition("http://shop.test")[2][:200]
            self.wrong.append(f"{role}, {case.method} {address}: {answer.status_code} {body[:200]!r} → {told}")
        if answer.status_code < 300:
            self.served.add(name)
            self.told[name] = [*self.told[name], StepOutput(answer, case)][-_KEPT:]
