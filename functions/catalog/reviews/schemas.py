"""Reviews as buyers, editors and importers send them, and as shoppers and staff read them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.catalog.model.review import MAX_MEDIA, Rating, Review, Visibility
from functions.catalog.products.media_inputs import ShownUrl
from functions.catalog.reviews.import_reviews import MAX_AT_ONCE, ForeignReview
from functions.catalog.reviews.review_media import shown_media
from functions.catalog.reviews.write_review import Opinion
from functions.shared.contact.fields import ShownName
from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.moments import MomentText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import LongText, Metadata, Schema, Text

ReviewText = Annotated[LongText, StringConstraints(max_length=5_000)]
Media = Annotated[list[ShownUrl], Field(max_length=MAX_MEDIA)]


class OpinionIn(Schema):
    rating: int = Field(strict=True, ge=1, le=5, examples=[5])
    text: ReviewText = Field(default="", examples=["Sturdy, and it smells of wood."])
    author: ShownName | None = Field(default=None, description="What the writer wants to be called.")
    media: Media = Field(
        default=[],
        description="Up to 9 of one's own uploads (`POST /v1/media`): ids or addresses.",
    )

    def opinion(self) -> Opinion:
        return Opinion(self.rating, self.text, self.author or "", self.media)


class ReviewIn(OpinionIn):
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    line_id: Text | None = Field(default=None, description="The order line it is about; without it, the first one without a review.")


class FollowUpIn(Schema):
    text: Annotated[PlainText, StringConstraints(max_length=500)]
    media: Media = Field(default=[])


class ForeignReviewIn(OpinionIn):
    external_id: Code
    created_at: MomentText | None = None

    def review(self) -> ForeignReview:
        return ForeignReview(self.external_id, self.rating, self.text, self.author or "", self.media, self.created_at)


class ReviewImportIn(Schema):
    reviews: Annotated[list[ForeignReviewIn], Field(min_length=1, max_length=MAX_AT_ONCE)]


class ReviewImportResult(Schema):
    created: int
    unchanged: int = Field(description="Those that were there already, by their external id.")


class ReviewsQuery(PageQuery):
    rating: int | None = Field(default=None, ge=1, le=5)


class FollowUpView(Schema):
    text: str
    media: list[str]
    created_at: str

    @classmethod
    def of(cls, review: Review) -> FollowUpView | None:
        one = review.follow_up
        return cls(text=one.text, media=shown_media(review, one.media), created_at=one.created_at) if one else None


class ReviewView(Schema):
    id: str
    product_id: str
    variant_id: str | None
    rating: int
    text: str
    author: str
    media: list[str]
    created_at: str
    imported: bool = Field(description="From elsewhere, so nobody here has verified that its writer bought the product.")
    follow_up: FollowUpView | None
    metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, review: Review) -> ReviewView:
        fields = {name: value for name, value in vars(review).items() if name in ReviewView.model_fields}
        fields["media"] = shown_media(review, review.media)
        return cls(**fields | {"follow_up": FollowUpView.of(review)})


class RatingSummary(Schema):
    average: float | None = Field(description="Of all visible reviews, to two places.")
    count: int
    by_rating: dict[str, int]

    @classmethod
    def of(cls, rating: Rating) -> RatingSummary:
        return cls(average=rating.average, count=rating.count, by_rating={str(stars): n for stars, n in rating.counts.items()})


class ReviewPage(Schema):
    data: list[ReviewView]
    summary: RatingSummary
    next_cursor: str | None


class ReviewDetails(ReviewView):
    version: int
    visibility: Visibility
    customer_id: str | None
    order_id: str | None
    external_id: str | None
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def stored(cls, review: Review, version: int) -> ReviewDetails:
        own = {name: getattr(review, name) for name in ("visibility", "customer_id", "order_id", "external_id", "private_metadata")}
        return cls(version=version, **ReviewView.of(review).model_dump(), **own)


class ReviewDetailsPage(Schema):
    data: list[ReviewDetails]
    next_cursor: str | None


class ReviewPatch(Schema):
    """Only what is sent changes."""

    visibility: Visibility = Field(default=Visibility.VISIBLE, examples=["hidden"])
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def values(self) -> dict[str, Any]:
        return self.sent_fields()
