"""Questions of a product, newest first; answers of a question, the most helpful first."""

from __future__ import annotations

from functions.catalog.model.product import Product
from functions.catalog.products.read_product import published_product
from functions.catalog.questions.post import Post
from functions.catalog.questions.records import PostRecord, answers_index, questions_index, visible_question
from functions.pricing import Shopper
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_page


@dataclass(frozen=True)
class Counted:
    post: Post
    votes: int
    answers: int


@dataclass(frozen=True)
class Listed:
    """`for_some`: the product is not for everybody."""

    page: pages.Page[Counted]
    for_some: bool


def questions_of(product: str, who: Shopper, *, limit: int, cursor: str | None) -> Listed:
    """Two requests. Raises NotFound, also for a product that is not on sale, or not for them."""
    found = published_product(product, who).content(Product)
    return Listed(_page(questions_index(found.id), limit=limit, cursor=cursor), not found.visibility.is_open)


def answers_of(product: str, question_id: str, who: Shopper, *, limit: int, cursor: str | None) -> Listed:
    """Three requests. Raises NotFound for a question that is not shown."""
    found = published_product(product, who).content(Product)
    visible_question(found.id, question_id)
    return Listed(_page(answers_index(question_id), limit=limit, cursor=cursor), not found.visibility.is_open)


def counted(record: PostRecord) -> Counted:
    return Counted(load(Post, record.body), int(record.votes), int(record.answers))


def _page(key: str, *, limit: int, cursor: str | None) -> pages.Page[Counted]:
    page = query_page(PostRecord, key, index="gsi1", query={"list": "posts", "of": key}, limit=limit, cursor=cursor, newest_first=True)
    return pages.Page([counted(record) for record in page.data], page.next_cursor)
