"""Examples of the contract are documents the models take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, StringConstraints

from functions.shared.contract.examples import example_of, fits
from functions.shared.http.validation import MoneyModel, Schema


class Colour(StrEnum):
    RED = "red"


class Inner(Schema):
    name: str = Field(min_length=6)
    size: int = Field(ge=3)


class Outer(Schema):
    kind: Literal["outer"]
    colour: Colour
    inner: Inner
    price: MoneyModel | None
    many: list[Inner]
    texts: dict[str, str]
    rate: float = Field(gt=0)
    known: Annotated[str, StringConstraints(pattern=r"^\d{3}$")] = Field(examples=["123"])
    optional: bool = False


class Pattern(Schema):
    code: Annotated[str, StringConstraints(pattern=r"^\d{3}$")]


class Tree(Schema):
    children: list[Tree]


def test_an_example_is_put_together_from_the_schema() -> None:
    """X04"""
    inner = {"name": "textxx", "size": 3}
    assert example_of(Outer, "validation") == {
        "kind": "outer", "colour": "red", "inner": inner, "price": {"amount": 89900, "currency": "CNY"}, "many": [inner],
        "texts": {}, "rate": 1, "known": "123", "optional": False,
    }  # fmt: skip


@pytest.mark.parametrize("model", [Outer, Tree, MoneyModel])
def test_what_is_given_fits(model: type[BaseModel]) -> None:
    assert fits(model, example_of(model, "serialization"))


class Optional(Schema):
    name: str
    code: Annotated[str, StringConstraints(pattern=r"^\d{3}$")] | None = None
    inner: list[Pattern] = Field(default_factory=list)


def test_an_optional_member_nobody_can_guess_is_left_out() -> None:
    assert example_of(Optional, "validation") == {"name": "text", "inner": []}


def test_no_example_is_better_than_a_wrong_one() -> None:
    assert example_of(Pattern, "validation") is None
