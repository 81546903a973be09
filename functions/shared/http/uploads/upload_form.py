"""Files that are announced, then posted straight to the bucket."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from functions.shared.http.validation import Schema


def _a_name(text: str) -> str:
    if "/" in text or "\\" in text or not text.isprintable():
        raise ValueError("a plain file name is wanted")
    return text


Filename = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_a_name)]


class UploadForm(Schema):
    """POST the file to `url` as multipart/form-data: first all `fields`, then the file in a field called `file`."""

    url: str
    fields: dict[str, str]
    max_size: int
