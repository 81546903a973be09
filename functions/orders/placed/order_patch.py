"""What staff send to keep notes on an order."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.orders.model.noted.tags import LONGEST_TAG, MOST_TAGS, tag_of
from functions.orders.placed.order_fields import Notes
from functions.shared.fields.custom_fields import FieldsIn
from functions.shared.http.validation import Metadata, Schema

Tag = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_TAG, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$"), AfterValidator(tag_of)
]


class OrderPatch(Schema):
    """Only what is sent changes, each as a whole."""

    metadata: Metadata = Field(default_factory=dict, description="Public: the buyer sees it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    custom_fields: FieldsIn = Field(default_factory=dict)

    tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)] = Field(
        default_factory=list, description="What staff find it by; in any case of letters.", examples=[["VIP"]]
    )

    def notes(self) -> Notes:
        return Notes(**self.sent_fields())
