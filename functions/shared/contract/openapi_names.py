"""Names of schemas in the contract: words a reader knows, never where a class stands in the code.

Where two classes have one name, each is told apart by what its file is about: `Status` of orders/model/states is `OrderStatus`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_PREFIX = "#/components/schemas/"
# Files that are about their whole room or domain: the domain says more to a reader than the room.
_GENERAL = frozenset({"schemas", "states", "api", "views"})


def readable(names: Iterable[str]) -> dict[str, str]:
    """Generated name → readable one, for those that are not yet. Raises ValueError where two would be called the same."""
    known = list(names)
    found = {name: _readable(name) for name in known}
    called = list(found.values())
    if twice := sorted({name for name in called if called.count(name) > 1}):
        raise ValueError("Schemas of one name; give one of the classes another: " + ", ".join(twice))
    return {name: better for name, better in found.items() if better != name}


def renamed(schemas: Any, names: dict[str, str]) -> Any:
    """The same schemas, with every reference to a schema under its readable name."""
    if isinstance(schemas, dict):
        return {key: renamed(value, names) for key, value in schemas.items()}
    if isinstance(schemas, list):
        return [renamed(value, names) for value in schemas]
    if isinstance(schemas, str) and schemas.startswith(_PREFIX):
        name = schemas.removeprefix(_PREFIX)
        return _PREFIX + names.get(name, name)
    return schemas


def _readable(name: str) -> str:
    path, mode = name.partition("-")[::2]
    *modules, own = path.split("__")
    return (_subject(modules) if modules else "") + own + mode


def _subject(modules: list[str]) -> str:
    """`functions, orders, shipping, rate_schemas` → `Rate`; `functions, orders, placed, schemas` → `Order`."""
    file = modules[-1].removesuffix("_schemas").removesuffix("_api")
    about = modules[1] if file in _GENERAL and len(modules) > 2 else file
    return "".join(word.capitalize() for word in re.sub(r"s$", "", about).split("_"))
