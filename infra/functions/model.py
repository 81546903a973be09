"""What one row of the function table says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from functions.shared.audit.paths import leaves_a_fact
from infra.cfn import Node
from infra.functions.settings import FACTS, RUNS, WEB

UNHURRIED = 5
"""Seconds that records may wait for others to share what all of them ask (ADR 52), where nobody stands and waits for what they do."""
NEW_EVENTS = '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["event"]}}}}'


@dataclass(frozen=True)
class Grant:
    """One policy statement, and the environment variables that name what it opens; `only_if` names a condition of the template."""

    actions: tuple[Node, ...]
    resources: tuple[Node, ...]
    env: tuple[str, ...] = ()
    condition: Mapping[str, Node] | None = None
    only_if: str | None = None


@dataclass(frozen=True)
class Http:
    """Answers the API paths that match one of the patterns (see `infra.routes.pattern_rank`)."""

    operations: tuple[str, ...]

    @property
    def knows_callers(self) -> bool:
        """Who calls a webhook shows in its signature; everybody else may send a token, also where none is needed."""
        return not all(operation.partition(" ")[2].startswith("/v1/webhooks/") for operation in self.operations)

    @property
    def leaves_facts(self) -> bool:
        """Serves something that the audit log tells of (ADR 61)."""
        return any(leaves_a_fact(operation.partition(" ")[0], operation.partition(" ")[2]) for operation in self.operations)


@dataclass(frozen=True)
class Queue:
    """Consumes a queue of `infra/template/queues.yaml`; `concurrency` bounds how many run at once (2 at least, says AWS); `window`: seconds
    that messages may wait for others to come along, where nobody waits for what they do."""

    name: str
    batch_size: int = 10
    concurrency: int = 10
    window: int = 0


@dataclass(frozen=True)
class Streams:
    """Reads changes from the streams of these tables; `pattern` and `further` (Lambda event filters) say which wake the function.

    `gives_up`: a batch that fails again and again is named in the function's dead-letter queue and passed over. Who never gives up must set
    aside by itself what will never succeed.
    """

    tables: tuple[str, ...]
    batch_size: int = 100
    pattern: str = NEW_EVENTS
    further: tuple[str, ...] = ()
    window: int = 0
    gives_up: bool = True


@dataclass(frozen=True)
class Schedule:
    """Runs by the clock; `expression` as EventBridge writes it. The schedule has the name of its function."""

    expression: str


@dataclass(frozen=True)
class Pool:
    """Asked by the user pool. The pool is made first and knows it by name (infra/template/identity.yaml)."""


Trigger = Http | Queue | Streams | Schedule | Pool


@dataclass(frozen=True)
class Function:
    """One Lambda function. It starts from its domain's `app.py`, which loads what it serves (ADR 34).

    What answers HTTP is told how to verify tokens without asking for it. `concurrency` (a number, or the name of the parameter that has it)
    is both kept free for the function and the most it may take, only where the account has room for it (parameter ReserveConcurrency);
    `disk` is the room in /tmp in MB where the 512 that every function has are not enough."""

    name: str
    domain: str
    trigger: Trigger
    grants: Sequence[Grant] = ()
    settings: tuple[str, ...] = ()
    handler: str = "app"
    memory: int = 512
    timeout: int = 15
    concurrency: int | str | None = None
    disk: int | None = None
    variables: Mapping[str, Node] = field(default_factory=dict)
    """Told to it alone, by name."""
    environment: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = {name for grant in self.grants for name in grant.env} | set(self.settings)
        if isinstance(self.trigger, Http) and self.trigger.knows_callers:
            named |= set(WEB)
        if isinstance(self.trigger, Http) and self.trigger.leaves_facts:
            named.add(FACTS)
        if isinstance(self.trigger, Schedule):
            named.add(RUNS)
        object.__setattr__(self, "environment", tuple(sorted(named)))

    @property
    def module(self) -> str:
        return f"functions.{self.domain}.app"

    @property
    def entry_point(self) -> str:
        """Lambda splits at the last dot, so the module keeps the dotted name it has in tests."""
        return f"{self.module}.{self.handler}"
