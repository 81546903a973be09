"""The kinds of values editors send. Texts are cleaned on the way in: plain ones lose their tags, descriptions keep harmless HTML."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from functions.catalog.clean_text import plain, rich
from functions.shared.validation import Language, LocalizedText, LongText, Text


def distinct(values: list[str]) -> list[str]:
    if len(set(values)) != len(values):
        raise ValueError("a value comes twice")
    return values


def _clean(texts: dict[str, str]) -> dict[str, str]:
    cleaned = {language: plain(text) for language, text in texts.items()}
    if not all(cleaned.values()):
        raise ValueError("nothing is left without the markup")
    return cleaned


def _plain(text: str) -> str:
    cleaned = plain(text)
    if not cleaned:
        raise ValueError("nothing is left without the markup")
    return cleaned


PlainText = Annotated[Text, AfterValidator(_plain)]
PlainTexts = Annotated[LocalizedText, AfterValidator(_clean)]
BriefTexts = Annotated[dict[Language, LongText], AfterValidator(lambda texts: {k: plain(v) for k, v in texts.items()})]
RichTexts = Annotated[dict[Language, LongText], AfterValidator(lambda texts: {k: rich(v) for k, v in texts.items()})]
Url = Annotated[str, StringConstraints(pattern=r"^(https?://|/)[^\s<>\"]+$", max_length=2048)]
Code = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$", max_length=100)]
OptionText = Annotated[PlainText, StringConstraints(max_length=100)]
Tag = Annotated[PlainText, StringConstraints(max_length=60)]
