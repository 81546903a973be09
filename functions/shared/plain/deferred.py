"""What is loaded or made when somebody first asks for it, so that a start pays for what it uses (ADR 34).

`lazily`: names of a package. `dataclass`: as of the standard library, but its methods are made when the class is first used. To make them
costs half a millisecond of CPU a class (text is compiled), and a function starts with hundreds of classes and uses dozens. What a class has
to say before its first object (its fields, its `__init__`) stands there as a promise; who asks for it has the class made.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **options: Any) -> Any:
        """See `dataclasses.dataclass`. A class with an `__init__` of its own is made at once; `slots` (another class) is refused."""
        if options.get("slots"):
            raise TypeError("a deferred dataclass has no slots")
        if cls is None:
            return lambda decorated: dataclass(decorated, **options)
        if "__init__" in vars(cls):
            return dataclasses.dataclass(cls, **options)
        for name in _PROMISED:
            setattr(cls, name, _Promise(cls, name, options))
        return cls


_MADE = ("__dataclass_params__", "__dataclass_fields__", "__match_args__", "__repr__", "__eq__", "__lt__", "__le__", "__gt__", "__ge__",
         "__setattr__", "__delattr__", "__hash__", "__init__")  # fmt: skip
"""In this order: an object can be made when all else is there."""
_PROMISED = ("__dataclass_params__", "__dataclass_fields__", "__match_args__", "__init__")
_making = RLock()


class _Promise:
    __slots__ = ("cls", "name", "options")

    def __init__(self, cls: type, name: str, options: dict[str, Any]) -> None:
        self.cls, self.name, self.options = cls, name, options

    def __get__(self, instance: object, owner: type) -> Any:
        with _making:
            if isinstance(vars(self.cls)["__init__"], _Promise):
                _make(self.cls, self.options)
        made = vars(self.cls)[self.name]
        return made.__get__(instance, owner) if hasattr(made, "__get__") else made


def _make(cls: type, options: dict[str, Any]) -> None:
    """By the standard library in a class beside this one, whose methods are then moved: other threads never see half of a class."""
    body = {name: value for name, value in vars(cls).items() if not isinstance(value, _Promise) and name not in ("__dict__", "__weakref__")}
    # Without a text of its own it would be given one, from a signature that nobody reads.
    beside = type(cls)(cls.__name__, cls.__bases__, body | {"__doc__": cls.__doc__ or cls.__name__})
    beside.__qualname__ = cls.__qualname__
    made = vars(dataclasses.dataclass(beside, **options))
    for name, value in body.items():
        if isinstance(value, dataclasses.Field):
            if name in made:
                setattr(cls, name, made[name])
            else:
                delattr(cls, name)
    for name in _MADE:
        if name in made and made[name] is not body.get(name, _MADE):
            for cell in getattr(made[name], "__closure__", None) or ():
                if cell.cell_contents is beside:
                    cell.cell_contents = cls
            setattr(cls, name, made[name])
        elif name in _PROMISED:
            delattr(cls, name)


def field_names(cls: type) -> tuple[str, ...]:
    """Of the fields of such a class, which need not be made for it."""
    said = [named for base in reversed(cls.__mro__) for named in vars(base).get("__annotations__", {}).items()]
    return tuple(dict.fromkeys(name for name, kind in said if "ClassVar" not in str(kind)))


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
