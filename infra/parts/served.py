"""What each function is told to serve: its own operations and nothing else (functions/shared/http/doors.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from functions.shared.http.doors import APIS, ELSEWHERE
from infra.discover import App
from infra.functions.model import Function
from infra.routes import Operation


def served(apps: Iterable[App], assigned: Mapping[Operation, Function]) -> dict[str, dict[str, str]]:
    """The environment variables that say it, by the name of the function; none where an app does not tell its Apis."""
    needs = {name: apis for app in apps for name, apis in app.needs.items()}
    apis, paths = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for operation, function in assigned.items():
        apis[function.name] |= set(needs.get(str(operation), ()))
        paths[function.name].add(operation.path)
    return {name: {APIS: " ".join(sorted(found)), **_elsewhere(name, paths[name], assigned)} for name, found in apis.items() if found}


def _elsewhere(name: str, paths: set[str], assigned: Mapping[Operation, Function]) -> dict[str, str]:
    others = [str(operation) for operation, function in assigned.items() if operation.path in paths and function.name != name]
    return {ELSEWHERE: ",".join(sorted(others))} if others else {}
