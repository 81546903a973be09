"""F-B8: every date and time that callers send is one of the bounded types of `functions/shared/http/moments.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Annotated, Any, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, FutureDate, FutureDatetime, NaiveDatetime, PastDate, PastDatetime

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


def test_the_rule_finds_them() -> None:
    class Inner(BaseModel):
        at: list[datetime | None]

    class Outer(BaseModel):
        good: Moment | None = None
        inner: dict[str, Inner] = {}

    assert list(raw_times(Outer)) == ["Outer.inner"]
