"""What staff choose and see."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.recommendations.suggesting.schemas import ProductId
from functions.shared.http.validation import Schema

MOST = 24


class CuratedIn(Schema):
    product_ids: Annotated[list[ProductId], Field(max_length=MOST)] = Field(
        description="In the order in which they are shown, each once; empty: none.", examples=[["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]]
    )


class CuratedView(Schema):
    product_ids: list[str]
    version: int = Field(description="0 before anybody chose something.")
