"""What the platform answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.platform.model.version import VERSION
from functions.shared.http.validation import Schema


class HealthView(Schema):
    """`degraded`: guests are served, but something (see `checks`) is not at hand."""

    status: Literal["ok", "degraded"] = Field(examples=["ok"])
    version: str = Field(examples=[VERSION])
    checks: dict[str, Literal["ok", "failed", "timeout"]] = Field(examples=[{"tables": "ok", "identity": "ok"}])
