"""The query of a list in pages."""

from __future__ import annotations

from pydantic import Field

from functions.shared.http.validation import Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT


class PageQuery(Schema):
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=2000)
