"""Names of a package that are loaded when somebody asks for them: who imports it pays for what they use (ADR 34)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, places: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` (PEP 562) of the package: `places` says for each of its modules which names (with blanks between) it has."""
    place_of = {name: place for place, names in places.items() for name in names.split()}

    def load(name: str) -> Any:
        if name not in place_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{place_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load
