"""The kinds of values editors send.

Plain texts are kept as they are typed, `A&B <small> size` too: whoever shows them escapes them. Descriptions are HTML, of which only
harmless tags are kept.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from functions.shared.http.clean_text import rich
from functions.shared.http.validation import Language, LocalizedText, LongText, Text
from functions.shared.plain.lost_text import says_something


def distinct(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise ValueError("a value comes twice")
    return values


def _said(text: str) -> str:
    if not says_something(text):
        raise ValueError("a blank text says nothing")
    return text


def _all_said(texts: dict[str, str]) -> dict[str, str]:
    return {language: _said(text) for language, text in texts.items()}


PlainText = Annotated[Text, AfterValidator(_said)]
PlainTexts = Annotated[LocalizedText, AfterValidator(_all_said)]
BriefTexts = dict[Language, LongText]
RichTexts = Annotated[dict[Language, LongText], AfterValidator(lambda texts: {k: rich(v) for k, v in texts.items()})]
Code = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$", max_length=100)]
OptionText = Annotated[PlainText, StringConstraints(max_length=100)]
OptionTexts = Annotated[dict[Language, OptionText], Field(max_length=50)]
Tag = Annotated[PlainText, StringConstraints(max_length=60)]


def not_null(value: Any) -> Any:
    if value is None:
        raise ValueError("cannot be null; leave the field out to keep what is there")
    return value


def each_once(names: list[str]) -> list[str]:
    return sorted(set(names))


CustomerGroup = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_:-]{1,80}$")]
SalesChannel = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
CustomerGroups = Annotated[list[CustomerGroup], Field(max_length=50, examples=[["level:gold"]]), AfterValidator(each_once)]
"""Of customers who are signed in, and `level:<code>` for members of a level."""
SalesChannels = Annotated[list[SalesChannel], Field(max_length=50, examples=[["web"]]), AfterValidator(each_once)]
