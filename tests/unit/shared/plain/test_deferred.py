"""Deferred dataclasses do what those of the standard library do, later (docs/adr/0034-what-a-function-imports.md)."""

# Classes that a parameter decorates are closed to mypy.
# mypy: disable-error-code="call-arg,arg-type,call-overload,misc,unreachable,type-var,attr-defined,operator"

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from functools import cached_property
from threading import Barrier
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import pytest
from pydantic import TypeAdapter

from functions.shared.plain import deferred
from functions.shared.plain.deferred import dataclass, field_names

T = TypeVar("T")
MAKERS = pytest.mark.parametrize("made_by", [deferred.dataclass, dataclasses.dataclass], ids=["deferred", "standard"])


def _made(cls: type) -> bool:
    return not type(vars(cls)["__init__"]).__name__.endswith("Promise")


@dataclass(frozen=True)
class Sent:
    at: int
    to: tuple[str, ...] = ()


def test_methods_are_made_for_the_first_object_and_not_before() -> None:
    @dataclass(frozen=True)
    class Parcel:
        pieces: int

    assert not _made(Parcel)
    assert Parcel(2) == Parcel(pieces=2)
    assert Parcel(2) != Parcel(3)
    assert _made(Parcel)


@pytest.mark.parametrize("ask", [is_dataclass, fields, lambda cls: cls.__match_args__, lambda cls: TypeAdapter(cls)])
def test_who_asks_for_the_fields_has_the_class_made(ask: Callable[[type], object]) -> None:
    @dataclass(frozen=True)
    class Parcel:
        pieces: int = 1

    assert ask(Parcel)
    assert _made(Parcel)
    assert [one.name for one in fields(Parcel)] == ["pieces"]


@MAKERS
def test_both_kinds_answer_alike(made_by: Any) -> None:
    @made_by(frozen=True)
    class Line:
        """A line."""

        unit: ClassVar[str] = "piece"
        sku: str
        quantity: int = 1
        tags: list[str] = field(default_factory=list)
        note: str = field(default="-", compare=False, repr=False)

        @cached_property
        def double(self) -> int:
            return self.quantity * 2

        def __post_init__(self) -> None:
            if self.quantity < 0:
                raise ValueError("below zero")

    @made_by(frozen=True)
    class Gift(Line):
        wrap: str = "paper"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Gift) and super().__eq__(other)

        __hash__ = Line.__hash__

    line = Line("a", 2)
    assert (line.quantity, line.tags, line.note, line.double, Line.note, Line.quantity, Line.unit) == (2, [], "-", 4, "-", 1, "piece")
    assert not hasattr(Line, "tags")
    assert repr(line).endswith("Line(sku='a', quantity=2, tags=[])")
    assert replace(line, note="b") == line
    assert asdict(line) == {"sku": "a", "quantity": 2, "tags": [], "note": "-"}
    assert copy.deepcopy(line) == line
    with pytest.raises(TypeError):
        hash(line)
    with pytest.raises(FrozenInstanceError):
        line.quantity = 3
    with pytest.raises(FrozenInstanceError):
        del line.sku
    with pytest.raises(ValueError, match="below zero"):
        Line("a", -1)
    with pytest.raises(TypeError, match=r"Line\.__init__\(\) missing 1 required positional argument: 'sku'"):
        Line()
    gift = Gift("a", wrap="box")
    assert gift == Gift("a", wrap="bag")
    assert [one.name for one in fields(Gift)] == ["sku", "quantity", "tags", "note", "wrap"]
    match gift:
        case Line(sku, quantity):
            assert (sku, quantity) == ("a", 1)
        case _:
            pytest.fail("no match")


@MAKERS
def test_plain_subclasses_protocols_generics_and_order(made_by: Any) -> None:
    class Sized(Protocol):
        size: int

    @made_by
    class Box(Generic[T]):
        content: T
        size: int = 3

    class Crate(Box[str]):
        def __init__(self) -> None:
            super().__init__("apples")

    @made_by(order=True)
    class Rank(Sized):
        size: int

    assert Crate().content == "apples"
    assert Box[int](1) == Box(1)
    Box(1).size = 4
    with pytest.raises(TypeError):
        hash(Box(1))
    assert sorted([Rank(2), Rank(1)]) == [Rank(1), Rank(2)]


def test_a_frozen_subclass_without_fields_keeps_other_attributes() -> None:
    @dataclass(frozen=True)
    class Base:
        a: int

    class Sub(Base):
        pass

    sub = Sub(1)
    sub.more = 2
    assert vars(sub) == {"a": 1, "more": 2}
    with pytest.raises(FrozenInstanceError):
        sub.a = 2


def test_objects_are_pickled() -> None:
    assert pickle.loads(pickle.dumps(Sent(1, ("b",)))) == Sent(1, ("b",))


def test_a_class_with_an_init_of_its_own_is_made_at_once_and_slots_are_refused() -> None:
    @dataclass
    class Own:
        a: int

        def __init__(self) -> None:
            self.a = 7

    assert Own() == Own()
    assert Own().a == 7
    with pytest.raises(TypeError, match="slots"):

        @dataclass(slots=True)
        class Slots:
            a: int


def test_threads_never_see_half_of_a_class() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(20):

                @dataclass(frozen=True)
                class Base:
                    a: int

                @dataclass(frozen=True)
                class Shared(Base):
                    b: list[int] = field(default_factory=list, hash=False)

                start = Barrier(8)

                def use(cls: type[Shared] = Shared, start: Barrier = start) -> bool:
                    start.wait()
                    return len({cls(1), cls(1)}) == 1 and cls(2) == cls(2, [])

                assert all(one.result() for one in [pool.submit(use) for _ in range(8)])
    finally:
        sys.setswitchinterval(interval)


def test_the_names_of_fields_are_told_without_making_the_class() -> None:
    @dataclass(frozen=True)
    class Below:
        first: int
        shared: ClassVar[str] = "x"
        second: int = 2

    @dataclass(frozen=True)
    class Above(Below):
        third: int = 3
        first: int = 4

    assert field_names(Above) == ("first", "second", "third")
    assert not _made(Above)
    assert field_names(Above) == tuple(one.name for one in fields(Above))
