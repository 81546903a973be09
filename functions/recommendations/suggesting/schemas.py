"""What is asked for and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from functions.catalog import ListedProduct, MarketQuery
from functions.recommendations.model.suggest import Reason
from functions.shared.http.validation import Schema


def _several(value: Any) -> Any:
    """A parameter given once and one given several times are the same list."""
    return [value] if isinstance(value, str) else value


ProductId = Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-HJKMNP-TV-Z]{26}$")]


class RelatedQuery(MarketQuery):
    limit: int = Field(default=10, ge=1, le=24)


class RecommendationsQuery(RelatedQuery):
    type: Literal["for_you", "best_sellers"] = "for_you"
    viewed: Annotated[list[ProductId], BeforeValidator(_several), Field(max_length=20)] = Field(
        default=[], description="What was looked at last in this browser, newest first. May be repeated. The shop does not keep it."
    )


class RecommendedProduct(Schema):
    product: ListedProduct
    reason: Reason
    because: str | None = Field(default=None, description="The product that it is shown for.")
    orders: int | None = Field(default=None, description="`bought_together`: how many orders of 90 days have both.")
    lift: float | None = Field(
        default=None, description="`bought_together`: how many times as many as if the two had nothing to do with each other."
    )


class Recommendations(Schema):
    data: Sequence[RecommendedProduct]
    personal: bool = Field(description="Whether it is made for the caller: their purchases, or what was looked at in this browser.")
    list: str = Field(description="Path to tell with events: `page.viewed` when it is shown, `product.clicked` when one of it is clicked.")
