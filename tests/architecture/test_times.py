"""F-B8: every date and time that callers send is one of the bounded types of `functions/shared/http/moments.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import (
    AwareDatetime,
    BaseModel,
    FutureDate,
    FutureDatetime,
    NaiveDatetime,
    PastDate,
    PastDatetime,
    TypeAdapter,
    ValidationError,
)

from functions.platform.service.contract import operations
from functions.shared.http.moments import Bounded, Moment

RAW = (date, datetime, time, AwareDatetime, NaiveDatetime, FutureDate, FutureDatetime, PastDate, PastDatetime)


def raw_times(kind: Any, *, bounded: bool = False, seen: set[Any] | None = None) -> Iterator[Any]:
    seen = set() if seen is None else seen
    if get_origin(kind) is Annotated:
        inner, *notes = get_args(kind)
        yield from raw_times(inner, bounded=bounded or any(isinstance(note, Bounded) for note in notes), seen=seen)
    elif kind in RAW:
        if not bounded:
            yield kind
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for name, field in kind.model_fields.items():
                marked = any(isinstance(note, Bounded) for note in field.metadata)
                yield from (f"{kind.__name__}.{name}" for _ in raw_times(field.annotation, bounded=marked, seen=seen))
    else:
        for part in get_args(kind):
            yield from raw_times(part, bounded=bounded, seen=seen)


def test_no_operation_takes_a_date_or_time_without_bounds() -> None:
    found = {name for op in operations() for model in (op.body, op.query) if model for name in raw_times(model)}
    assert found == set()


FORMS = ("2021-01-31T01:00:00Z", "2021-01-31T01:00:00.000Z", "2021-01-31T09:00:00+08:00")
"""One moment, as consoles and programs send it."""
LOCAL = ("2021-01-31T09:00", "2021-01-31T09:00:00")
"""The same on the clock of the store of tests (Shanghai): taken of what the shop promises, refused elsewhere."""
_OF_EACH_READER = {"ScheduleIn.local_at"}
"""A time on the clock of whoever is written to names no moment."""


def leaves(kind: Any) -> set[Any]:
    if get_origin(kind) is Annotated:
        return leaves(get_args(kind)[0])
    return set().union(*map(leaves, get_args(kind))) if get_origin(kind) in (Union, UnionType) else {kind}


def is_moment(kind: TypeAdapter[Any], examples: list[Any] | None) -> bool:
    schema = kind.json_schema()
    shapes = [{"examples": examples or [""]}, schema, *schema.get("anyOf", [])]
    return any(one.get("format") == "date-time" or str(one.get("examples", [""])[0])[10:11] == "T" for one in shapes)


def moments(kind: Any, seen: set[Any]) -> Iterator[tuple[str, TypeAdapter[Any]]]:
    for part in get_args(kind):
        yield from moments(part, seen)
    if not isinstance(kind, type) or get_args(kind) or not issubclass(kind, BaseModel) or kind in seen:
        return
    seen.add(kind)
    for name, field in kind.model_fields.items():
        if leaves(field.annotation) <= {str, datetime, NoneType}:
            noted: Any = Annotated[field.annotation, *(field.metadata or [None])]
            adapter = TypeAdapter[Any](noted)
            if is_moment(adapter, field.examples):
                yield f"{kind.__name__}.{name}", adapter
        yield from moments(field.annotation, seen)


def test_every_operation_reads_moments_in_the_same_forms() -> None:
    seen, found = set[Any](), dict[str, TypeAdapter[Any]]()
    for op in operations():
        for model in (op.body, op.query):
            found |= dict(moments(model, seen)) if model else {}
    assert len(found) > 30
    assert set(found) >= _OF_EACH_READER
    read = {name: {kind.validate_python(text) for text in FORMS} for name, kind in found.items() if name not in _OF_EACH_READER}
    assert [name for name, meant in read.items() if len(meant) != 1] == []
    for name, meant in read.items():
        for text in LOCAL:
            with suppress(ValidationError):
                assert found[name].validate_python(text) in meant, name


def test_the_rule_finds_them() -> None:
    class Inner(BaseModel):
        at: list[datetime | None]

    class Outer(BaseModel):
        good: Moment | None = None
        inner: dict[str, Inner] = {}

    assert list(raw_times(Outer)) == ["Outer.inner"]
