"""Experiments as staff write them, what came of them, and who gets what."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from functions.reports.lake.behaviour import Code
from functions.reports.model.trial.experiment import WHOLE, State
from functions.reports.model.trial.outcome import Counted, difference, interval
from functions.reports.store.experiment_items import KnownExperiment
from functions.shared.http.input_types import PlainText
from functions.shared.http.validation import Schema, Slug, Strict

_Key = Annotated[Slug, StringConstraints(max_length=40)]
_Share = Annotated[int, Field(strict=True, ge=0, le=WHOLE)]


class ExperimentEdit(Schema):
    """`shares`: by variant, in basis points, 10,000 together; the first is the control, which others are compared with."""

    name: Annotated[PlainText, StringConstraints(max_length=200)] = Field(examples=["Green button"])
    shares: dict[_Key, _Share] = Field(min_length=2, max_length=10, examples=[{"control": 5000, "green": 5000}])
    days: int = Field(default=30, strict=True, ge=1, le=90, description="How long it runs, if it is not stopped.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(self.shares.values()) != WHOLE:
            raise ValueError(f"shares are {WHOLE} together")
        return self


class ExperimentIn(ExperimentEdit):
    key: _Key = Field(examples=["green-button"], description="What the storefront knows it by, for ever.")


class ExperimentOut(Strict):
    """`ends_at`: until before then it runs or ran."""

    id: str
    key: str
    name: str
    shares: dict[str, int]
    days: int
    state: State
    version: int
    created_at: str
    started_at: str | None
    ends_at: str | None

    @classmethod
    def of(cls, known: KnownExperiment, now: str) -> ExperimentOut:
        one = known.experiment
        return cls(
            id=one.id, key=one.key, name=one.name, shares=one.shares, days=one.days, state=one.state(now), version=known.version,
            created_at=one.created_at, started_at=one.started_at, ends_at=one.last_moment,
        )  # fmt: skip


class ExperimentPage(Schema):
    data: list[ExperimentOut]
    next_cursor: str | None


class Span(Strict):
    """At 95 %."""

    low: float
    high: float

    @classmethod
    def of(cls, ends: tuple[float, float] | None) -> Span | None:
        return cls(low=round(ends[0], 6), high=round(ends[1], 6)) if ends else None


class VariantOutcome(Strict):
    """`rate`: buyers of people; `more`: how much more than of the control, as a difference of rates. null where nobody is."""

    variant: str
    share: int
    people: int
    buyers: int
    orders: int
    rate: float | None
    interval: Span | None
    more: float | None
    more_interval: Span | None


class ExperimentOutcome(Strict):
    """`in_several`: people who were seen in more than one variant, and count for none. Nothing is decided by it."""

    experiment: ExperimentOut
    variants: list[VariantOutcome]
    in_several: int
    in_several_buyers: int

    @classmethod
    def made_of(cls, known: KnownExperiment, found: dict[str, Counted], now: str) -> ExperimentOutcome:
        one, both = known.experiment, found.get("", Counted())
        control = found.get(one.control, Counted())
        rows = [_row(name, share, found.get(name, Counted()), control, name == one.control) for name, share in one.shares.items()]
        return cls(experiment=ExperimentOut.of(known, now), variants=rows, in_several=both.people, in_several_buyers=both.buyers)


def _row(name: str, share: int, counted: Counted, control: Counted, is_control: bool) -> VariantOutcome:
    more = None if is_control else difference(counted, control)
    rate = counted.rate
    return VariantOutcome(
        variant=name, share=share, people=counted.people, buyers=counted.buyers, orders=counted.orders,
        rate=None if rate is None else round(rate, 6), interval=Span.of(interval(counted)),
        more=round(more[0], 6) if more else None, more_interval=Span.of(more[1:]) if more else None,
    )  # fmt: skip


class AssignmentIn(Schema):
    """`visitor`: the browser's own random id, the `anonymous_id` of its events."""

    visitor: Code = Field(examples=["a-7f3c"])
    consent: bool = Field(strict=True, description="Whether whoever sits there agreed to purpose `analytics`.", examples=[True])


class Assignment(Strict):
    """`counted`: tell `experiment.seen` with this id and variant when it is shown."""

    id: str
    key: str
    variant: str
    counted: bool


class Assignments(Schema):
    data: list[Assignment]
    next_cursor: str | None = None
