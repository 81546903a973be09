"""What staff send to copy a product."""

from __future__ import annotations

from pydantic import Field

from functions.shared.http.input_types import PlainTexts
from functions.shared.http.validation import Schema


class CopyIn(Schema):
    title: PlainTexts | None = Field(default=None, description="What the copy is called. When left out, as the original.")
