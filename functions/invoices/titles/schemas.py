"""Titles of e-invoices as they are sent and shown."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from functions.invoices.model.title import Title, TitleBook, TitleKind
from functions.invoices.settings.tax_numbers import tax_number
from functions.shared.contact.fields import HomePhone
from functions.shared.http.validation import Schema

# One line each: tax bureaus take no control characters.
_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_ONE_LINE)]
Detail = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=_ONE_LINE)]


class TitleIn(Schema):
    """A company has its unified social credit code (18 characters with a check digit); a person has none."""

    kind: TitleKind = Field(examples=["company"])
    name: Name = Field(examples=["上海示例有限公司"])
    tax_number: Annotated[str, StringConstraints(max_length=30)] = Field("", examples=["91310000775785552L"])
    address: Detail = Field("", examples=["上海市南京路 1 号"])
    phone: HomePhone | None = Field(None, examples=["021-62345678"])
    bank: Detail = Field("", examples=["中国银行上海分行"])
    account: Annotated[str, StringConstraints(pattern=r"^[0-9 -]{0,40}$")] = Field("", examples=["100000000000"])

    @model_validator(mode="after")
    def _has_its_number(self) -> TitleIn:
        if self.kind is TitleKind.PERSONAL and (self.tax_number.strip() or self.bank or self.account):
            raise ValueError("a person has no tax number and no account on an e-invoice")
        if self.kind is TitleKind.COMPANY:
            self.number()
        return self

    def number(self) -> str:
        """Raises ValueError for a code with a wrong check digit."""
        if self.kind is TitleKind.PERSONAL:
            return ""
        if not (known := tax_number("CN", self.tax_number)):
            raise ValueError("a company needs its unified social credit code")
        return known

    def title(self) -> Title:
        return Title(self.kind, self.name, self.number(), self.address, self.phone or "", self.bank, self.account)


class KeptTitleIn(TitleIn):
    default: bool = Field(False, strict=True, description="Whether it is offered first.")


class TitleOut(Schema):
    kind: TitleKind
    name: str
    tax_number: str
    address: str
    phone: str
    bank: str
    account: str

    @classmethod
    def of(cls, title: Title) -> TitleOut:
        return cls(**vars(title))


class KeptTitleOut(TitleOut):
    id: str
    default: bool


class TitlesOut(Schema):
    """In the order in which they came."""

    data: list[KeptTitleOut]
    next_cursor: str | None = None

    @classmethod
    def of_book(cls, book: TitleBook) -> TitlesOut:
        return cls(data=[kept_title_out(book, one) for one in book.titles])


def kept_title_out(book: TitleBook, title_id: str) -> KeptTitleOut:
    return KeptTitleOut(**vars(book.title(title_id)), id=title_id, default=book.is_default(title_id))
