"""Events of products and reviews."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ProductCreated:
    TYPE: ClassVar[str] = "product.created"
    VERSION: ClassVar[int] = 1
    product_id: str


@dataclass(frozen=True)
class ProductChanged:
    """Which top-level fields changed; readers that mirror products take the new state from the product's version."""

    TYPE: ClassVar[str] = "product.edited"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int
    fields: list[str]


@dataclass(frozen=True)
class ProductPublished:
    TYPE: ClassVar[str] = "product.published"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int


@dataclass(frozen=True)
class ProductUnpublished:
    TYPE: ClassVar[str] = "product.unpublished"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int


@dataclass(frozen=True)
class ProductArchived:
    """Put away: off sale, and out of the lists of staff."""

    TYPE: ClassVar[str] = "product.archived"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int


@dataclass(frozen=True)
class ProductRestored:
    """Back from the archive, off sale."""

    TYPE: ClassVar[str] = "product.restored"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int


@dataclass(frozen=True)
class ProductDeleted:
    """Nobody ever ordered it, and no piece of it was there."""

    TYPE: ClassVar[str] = "product.deleted"
    VERSION: ClassVar[int] = 1
    product_id: str


@dataclass(frozen=True)
class ReviewWritten:
    """A buyer reviewed an order line; `text` is not told, who needs it asks the catalogue. `approved`: it is shown already, else
    `review.approved` follows when it is."""

    TYPE: ClassVar[str] = "review.written"
    VERSION: ClassVar[int] = 1
    review_id: str
    product_id: str
    variant_id: str
    order_id: str
    rating: int
    metadata: dict[str, str] = field(default_factory=dict)
    customer_id: str = ""
    approved: bool = True


@dataclass(frozen=True)
class BestSellersCounted:
    """What was sold of some products in the last `days` of the store, the day of `counted_at` among them, less what came back in them. Told
    of those whose number changed since it was told last, 0 of one that is not among the sold any more; of many several such events tell."""

    TYPE: ClassVar[str] = "best_sellers.counted"
    VERSION: ClassVar[int] = 1
    counted_at: str
    days: int
    pieces: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewApproved:
    """A review that waited is shown for the first time."""

    TYPE: ClassVar[str] = "review.approved"
    VERSION: ClassVar[int] = 1
    review_id: str
    product_id: str
    order_id: str
    customer_id: str


@dataclass(frozen=True)
class QuestionAsked:
    """Somebody asks about a product, and it is shown."""

    TYPE: ClassVar[str] = "question.asked"
    VERSION: ClassVar[int] = 1
    question_id: str
    product_id: str


@dataclass(frozen=True)
class QuestionAnswered:
    """An answer is shown for the first time. `customer_id`: who asked, empty where they answer themselves; `by`: buyer or merchant."""

    TYPE: ClassVar[str] = "question.answered"
    VERSION: ClassVar[int] = 1
    question_id: str
    answer_id: str
    product_id: str
    customer_id: str
    by: str
