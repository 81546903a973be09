"""What staff send to keep notes on an order."""

from __future__ import annotations

from pydantic import Field

from functions.orders.placed.order_fields import Notes
from functions.shared.fields.custom_fields import FieldsIn
from functions.shared.http.validation import Metadata, Schema


class OrderPatch(Schema):
    """Only what is sent changes, each as a whole."""

    metadata: Metadata = Field(default_factory=dict, description="Public: the buyer sees it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    custom_fields: FieldsIn = Field(default_factory=dict)

    def notes(self) -> Notes:
        return Notes(**self.sent_fields())
