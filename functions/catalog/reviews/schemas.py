"""Reviews as buyers, editors and importers send them, and as shoppers and staff read them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from functions.catalog.checking.cases import Reason
from functions.catalog.model.review import MAX_MEDIA, Opinion, Rating, Review, Visibility
from functions.catalog.products.media_inputs import ShownUrl
from functions.catalog.reviews.import_reviews import MAX_AT_ONCE, ForeignReview
from functions.catalog.reviews.review_media import shown_media
from functions.shared.contact.fields import ShownName
from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.moments import MomentText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import LongText, Metadata, Remark, Schema, Text

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


class ReviewEdit(Schema):
    """Only what is sent changes."""

    rating: int = Field(5, strict=True, ge=1, le=5, examples=[4])
    text: ReviewText = ""
    author: ShownName = ""
    media: Media = Field(default=[])

    def values(self) -> dict[str, Any]:
        return self.sent_fields()


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


class ReplyView(Schema):
    text: str
    at: str


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
    edited_at: str | None = Field(None, description="When its writer last changed it.")
    reply: ReplyView | None = Field(None, description="Of the shop.")
    helpful: int = Field(0, description="How many this text has helped.")

    @classmethod
    def of(cls, review: Review, helpful: int = 0) -> ReviewView:
        return cls(**_fields(review), helpful=helpful)


class DraftView(Schema):
    rating: int
    text: str
    author: str
    media: list[str]
    at: str
    follow_up: str | None = Field(None, description="What is to be added to it.")

    @classmethod
    def of(cls, review: Review) -> DraftView | None:
        one = review.pending
        if one is None:
            return None
        added = one.follow_up.text if one.follow_up and review.follow_up is None else None
        return cls(rating=one.rating, text=one.text, author=one.author, media=one.media, at=one.at, follow_up=added)


class OwnReview(ReviewView):
    """As its writer sees it."""

    version: int
    visibility: Visibility = Field(description="`pending`: somebody looks at it first.")
    hidden_reason: Reason | None = None
    pending: DraftView | None = Field(None, description="What waits to be shown in its place.")

    @classmethod
    def stored(cls, review: Review, version: int) -> OwnReview:
        return cls(**_fields(review), **_state(review, version))


class VoteView(Schema):
    helpful: int
    voted: bool


class RatingSummary(Schema):
    average: float | None = Field(description="Of all visible reviews, to two places.")
    count: int
    by_rating: dict[str, int]
    hidden: dict[str, int] = Field(default={}, description="How many reviews the shop hides, by the reason.", examples=[{"spam": 2}])

    @classmethod
    def of(cls, rating: Rating, hidden: dict[str, int]) -> RatingSummary:
        by_rating = {str(stars): n for stars, n in rating.counts.items()}
        return cls(average=rating.average, count=rating.count, by_rating=by_rating, hidden=hidden)


class ReviewPage(Schema):
    data: list[ReviewView]
    summary: RatingSummary
    next_cursor: str | None


class ReviewDetails(ReviewView):
    version: int
    visibility: Visibility
    hidden_reason: Reason | None = None
    pending: DraftView | None = None
    revision: int = 1
    customer_id: str | None
    order_id: str | None
    external_id: str | None
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def stored(cls, review: Review, version: int) -> ReviewDetails:
        own = {name: getattr(review, name) for name in ("revision", "customer_id", "order_id", "external_id", "private_metadata")}
        return cls(**_fields(review), **_state(review, version), **own)


class ReviewDetailsPage(Schema):
    data: list[ReviewDetails]
    next_cursor: str | None


class ReviewPatch(Schema):
    """Only what is sent changes."""

    visibility: Literal["visible", "hidden"] = Field("visible", description="For who moderates.", examples=["hidden"])
    reason: Reason | None = Field(
        None, description="To hide it: shoppers see how many are hidden for it; `other` unless told.", examples=["spam"]
    )
    note: Remark = Field("", description="For who moderates.")
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.sent_fields().items() if name.endswith("metadata")}


class ReplyIn(Schema):
    text: Annotated[PlainText, StringConstraints(max_length=1_000)] = Field(examples=["Thank you. We have changed the hinge since."])


def _fields(review: Review) -> dict[str, Any]:
    fields = {name: value for name, value in vars(review).items() if name in ReviewView.model_fields}
    reply = ReplyView(text=review.reply.text, at=review.reply.at) if review.reply else None
    return fields | {"media": shown_media(review, review.media), "follow_up": FollowUpView.of(review), "reply": reply}


def _state(review: Review, version: int) -> dict[str, Any]:
    state = {"visibility": review.visibility, "hidden_reason": review.hidden_reason, "pending": DraftView.of(review)}
    return state | {"version": version}
