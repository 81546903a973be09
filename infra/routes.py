"""Which function answers an operation. Pure: patterns of the function table against the paths of the apps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infra.faults import InfraError
from infra.functions.model import Function, Http

ANY = "ANY"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
Rank = tuple[int, int, int]


class RoutingError(InfraError):
    """The function table and the apps do not fit each other; the message lists every case."""


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    module: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def pattern_rank(pattern: str, method: str, path: str) -> Rank | None:
    """How exactly `GET /v1/orders/*` fits an operation, or None if it does not.

    `*` at the end stands for one or more segments, elsewhere for exactly one. More segments beat fewer, then more literal
    segments, then a named method beats `ANY`; so `POST /v1/orders/*/payments` wins over `ANY /v1/orders/*`.
    """
    wanted_method, _, wanted_path = pattern.partition(" ")
    if wanted_method not in (ANY, method):
        return None
    wanted, given = wanted_path.strip("/").split("/"), path.strip("/").split("/")
    open_ended = wanted[-1] == "*"
    if len(given) < len(wanted) or (len(given) > len(wanted) and not open_ended):
        return None
    if any(part not in ("*", given[i]) for i, part in enumerate(wanted)):
        return None
    return len(wanted), sum(part != "*" for part in wanted), int(wanted_method != ANY)


def assign(operations: Iterable[Operation], functions: Sequence[Function]) -> Mapping[Operation, Function]:
    """Each operation's function. Raises RoutingError for an operation without one, a tie, a foreign module, or an idle function."""
    assigned: dict[Operation, Function] = {}
    faults: list[str] = []
    for operation in operations:
        found = best(operation, functions)
        if not found:
            faults.append(f"{operation} ({operation.module}) belongs to no function")
        elif len(found) > 1:
            faults.append(f"{operation} belongs to several functions alike: {', '.join(f.name for f in found)}")
        elif found[0].module != operation.module:
            faults.append(f"{operation} is in {operation.module}, but its function {found[0].name} runs {found[0].module}")
        else:
            assigned[operation] = found[0]
    busy = {function.name for function in assigned.values()}
    idle = [f.name for f in functions if isinstance(f.trigger, Http) and f.name not in busy]
    faults += [f"no app has a path for the function {name}" for name in idle]
    if faults:
        raise RoutingError("\n".join(faults))
    return assigned


def best(operation: Operation, functions: Sequence[Function]) -> list[Function]:
    """Those whose patterns fit an operation most exactly: one, if the table is right."""
    ranks: dict[str, Rank] = {}
    for function in functions:
        if isinstance(function.trigger, Http):
            fits = (pattern_rank(pattern, operation.method, operation.path) for pattern in function.trigger.operations)
            found = [rank for rank in fits if rank is not None]
            if found:
                ranks[function.name] = max(found)
    top = max(ranks.values(), default=None)
    return [function for function in functions if ranks.get(function.name) == top and top is not None]
