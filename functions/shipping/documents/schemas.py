"""What is asked for when papers are printed."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.shared.http.input_types import distinct
from functions.shared.http.validation import Schema
from functions.shipping.model.papers import MOST_PAPERS

Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
Ids = Annotated[list[Id], Field(min_length=1, max_length=MOST_PAPERS), AfterValidator(distinct)]


class LabelsIn(Schema):
    """Printed in this order."""

    shipment_ids: Ids = Field(examples=[["shp_01JDXQZ3M8K2V9A7B6C5D4E3F2"]])


class PapersIn(Schema):
    """Printed in this order."""

    order_ids: Ids = Field(examples=[["ord_01JDXQZ3M8K2V9A7B6C5D4E3F2"]])


class OneParcelQuery(Schema):
    shipment_id: Id | None = Field(None, description="Only this parcel of the order.")
