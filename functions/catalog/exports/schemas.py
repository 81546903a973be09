"""What staff asks for when exporting."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.catalog.model.product import Status
from functions.shared.http.validation import Language, Schema


class ExportIn(Schema):
    format: Literal["shopify_csv", "ndjson"]
    status: Status | None = Field(default=None, description="Only products in this status; all by default.")
    language: Language | None = Field(default=None, description="Of the text columns of a CSV; the store's by default.")
