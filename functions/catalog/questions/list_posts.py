"""Questions of a product, newest first; answers of a question, the most helpful first."""

from __future__ import annotations

from functions.catalog.model.product import Product
from functions.catalog.products.read_product import published_product
from functions.catalog.questions.post import Post
from functions.catalog.questions.records import PostRecord, answers_index, questions_index, visible_question
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_page


@dataclass(frozen=True)
class Counted:
    post: Post
    votes: int
    answers: int


def questions_of(product: str, *, limit: int, cursor: str | None) -> pages.Page[Counted]:
    """Two requests. Raises NotFound, also for a product that is not on sale."""
    return _page(questions_index(load(Product, published_product(product).body).id), limit=limit, cursor=cursor)


def answers_of(product: str, question_id: str, *, limit: int, cursor: str | None) -> pages.Page[Counted]:
    """Three requests. Raises NotFound for a question that is not shown."""
    visible_question(load(Product, published_product(product).body).id, question_id)
    return _page(answers_index(question_id), limit=limit, cursor=cursor)


def counted(record: PostRecord) -> Counted:
    return Counted(load(Post, record.body), int(record.votes), int(record.answers))


def _page(key: str, *, limit: int, cursor: str | None) -> pages.Page[Counted]:
    page = query_page(PostRecord, key, index="gsi1", query={"list": "posts", "of": key}, limit=limit, cursor=cursor, newest_first=True)
    return pages.Page([counted(record) for record in page.data], page.next_cursor)
