"""What integrations keep on a resource beside its own data: `metadata`, for everybody who sees it, and `private_metadata`, for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from functions.shared.http.validation import Metadata, Schema

Notes = Mapping[str, Any]
"""Those of the two that change, each as a whole."""


class NotesPatch(Schema):
    """Only what is sent changes, each as a whole."""

    metadata: Metadata = Field(default_factory=dict, description="Public: who sees the rest sees it, and events tell it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def notes(self) -> Notes:
        return self.sent_fields()
