"""Reading what callers send: pydantic models whose failures become one Fault per field, with JSON pointers."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal, NoReturn, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from functions.shared.http.outer_blanks import RECEIVED, trimmed_fields
from functions.shared.plain.errors import Fault, Invalid, Unreadable
from functions.shared.plain.limits import MAX_METADATA_KEYS
from functions.shared.plain.lost_text import LOST, UNKNOWN_ENCODING
from functions.shared.plain.money import CURRENCIES, MAX_AMOUNT, MAX_SUM, Money

_LOST_DETAIL = "Characters were lost before the text came here (U+FFFD); send it in UTF-8."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_DETAIL = "Value error, control characters are not allowed"
# Pydantic appends this to the place of a map whose key, not its value, is wrong; no payload has such a place.
_OF_THE_KEY = "[key]"


class Strict(BaseModel):
    """Unknown fields are refused. Of its own for what holds no free text and stands in answers a hundred times: `Schema` looks at each
    object on its way in and out of another."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Schema(Strict):
    """Base of every request and response model: unknown fields are refused. Texts lose outer blanks when they are *received*, never when
    we answer them: what is stored with a blank at its end (a part of a title) is told so."""

    @model_validator(mode="before")
    @classmethod
    def _without_outer_blanks(cls, data: Any, info: ValidationInfo) -> Any:
        return trimmed_fields(cls, data) if info.context is RECEIVED else data

    def sent_fields(self) -> dict[str, Any]:
        """What was sent, in the model's own order: a set's order differs from process to process, and some of it is stored and told."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


M = TypeVar("M", bound=BaseModel)


def received(data: Any, model: type[M]) -> M:
    """What somebody else wrote, as `model`. Raises pydantic's ValidationError."""
    return model.model_validate(data, context=RECEIVED)


def _known_currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("not an ISO 4217 currency code")
    return code


def _no_control(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("control characters are not allowed")
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("a blank text says nothing")
    return text


def _plain_map(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError("at least one language is needed")
    return texts


Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_no_control)]
Remark = Annotated[str, StringConstraints(max_length=500), AfterValidator(_no_control)]
"""As Text, and empty where nothing is said."""
LongText = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(_no_control)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")]
ShortName = Annotated[Text, StringConstraints(max_length=100), AfterValidator(_said)]
LocalizedText = Annotated[dict[Language, Text], AfterValidator(_plain_map), Field(examples=[{"zh": "红衬衫", "en": "Red shirt"}])]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=120), Field(examples=["red-shirt"])]
TaxClass = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$"), Field(examples=["books"])]
Metadata = Annotated[
    dict[
        Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_no_control)],
        Annotated[str, StringConstraints(max_length=500), AfterValidator(_no_control)],
    ],
    Field(max_length=MAX_METADATA_KEYS),
]


class MoneyModel(Strict):
    """An amount in minor units: `{"amount": 89900, "currency": "CNY"}` is ¥899.00."""

    amount: int = Field(strict=True, ge=-MAX_AMOUNT, le=MAX_AMOUNT, examples=[89900])
    currency: Currency = Field(examples=["CNY"])

    @field_validator("currency", mode="before")
    @classmethod
    def _without_outer_blanks(cls, code: Any, info: ValidationInfo) -> Any:
        return code.strip() if info.context is RECEIVED and isinstance(code, str) else code

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls.shown(money.amount, money.currency)

    @classmethod
    def shown(cls, amount: int, currency: str) -> Self:
        """For an answer: checked once for all that show the same amount."""
        return cast("Self", _kept(cls, amount, currency))

    def money(self) -> Money:
        return Money(self.amount, self.currency)


@lru_cache(maxsize=4096, typed=True)
def _kept(model: type[MoneyModel], amount: int, currency: str) -> MoneyModel:
    return model(amount=amount, currency=currency)


class SumModel(MoneyModel):
    """What many amounts add up to: beyond what one of them can be, and still a whole number to every program."""

    amount: int = Field(strict=True, ge=-MAX_SUM, le=MAX_SUM, examples=[89900])


class MeasuredPrice(Schema):
    """What one kilogram, litre or metre of it costs."""

    price: MoneyModel
    unit: Literal["kg", "l", "m"]

    @classmethod
    def of(cls, money: Money | None, unit: Literal["kg", "l", "m"]) -> MeasuredPrice | None:
        return cls(price=MoneyModel.of(money), unit=unit) if money else None


class Price(MoneyModel):
    """An amount that is not negative."""

    amount: int = Field(strict=True, ge=0, le=MAX_AMOUNT, examples=[89900])


def parse_json(raw: bytes, model: type[M]) -> M:
    """`raw` as `model`. Raises Unreadable (400) for broken JSON, Invalid (422) naming every wrong field."""
    return parse(load_json(raw), model)


def load_json(raw: bytes) -> Any:
    """Raises Unreadable (400)."""
    try:
        return json.loads(raw or b"{}", parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is not valid JSON.", code="invalid_json") from error


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse_constant(text)
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def parse(data: Any, model: type[M], *, root: str = "") -> M:
    """Raises Invalid (422), with the code `unknown_encoding` for text in which a program on the way has lost characters (U+FFFD)."""
    if lost := lost_in(judged_whole(data, model), root):
        raise Invalid("Some text was not sent in UTF-8.", faults=lost, code=UNKNOWN_ENCODING)
    try:
        return received(data, model)
    except ValidationError as error:
        raise Invalid("Some fields are not acceptable.", faults=faults_of(error, root)) from error


def judged_whole(data: Any, model: type[BaseModel]) -> Any:
    """`data` without the fields (`JUDGED_APART` of the model) whose entries the operation judges one by one: one refuses no other."""
    apart = getattr(model, "JUDGED_APART", None)
    return {name: value for name, value in data.items() if name not in apart} if apart and isinstance(data, dict) else data


def refuse_control(data: Any) -> None:
    """Control characters are in no text that somebody types, whatever the kind of its field says. Raises Invalid (422)."""
    if found := _where(data, lambda text: _CONTROL.search(text.strip()) is not None):
        raise Invalid("Some fields are not acceptable.", faults=[Fault(pointer, "value_error", _CONTROL_DETAIL) for pointer in found])


def lost_in(data: Any, root: str) -> list[Fault]:
    """Texts in which a program on the way has lost characters (U+FFFD)."""
    return [Fault(root + pointer, UNKNOWN_ENCODING, _LOST_DETAIL) for pointer in _where(data, lambda text: LOST in text)]


def _where(data: Any, wrong: Callable[[str], bool]) -> list[str]:
    """Pointers to the texts, and to the maps with names, that are wrong. No recursion: what callers send may be deeper than the stack."""
    found, waiting = [], [("", data)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str) and wrong(value):
            found.append(pointer)
        elif isinstance(value, dict):
            found += [pointer for name in value if wrong(str(name))]
            waiting += [(f"{pointer}/{_escaped(str(name))}", one) for name, one in value.items() if isinstance(one, str | dict | list)]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{index}", one) for index, one in enumerate(value) if isinstance(one, str | dict | list)]
    return sorted(found)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def faults_of(error: ValidationError, root: str = "") -> list[Fault]:
    """A rule about several fields together says in its context (`at`) which of them is wrong."""
    return [
        Fault(root + _pointer([*e["loc"], *filter(None, [e.get("ctx", {}).get("at")])]), e["type"], e["msg"])
        for e in error.errors(include_url=False, include_input=False)
    ]


def _pointer(parts: Sequence[int | str]) -> str:
    return "".join("/" + _escaped(str(part)) for part in parts if part != _OF_THE_KEY)
