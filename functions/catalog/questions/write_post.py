"""Customers ask; the shop, and who bought the product, answers. Shown at once, or once somebody has looked at it."""

from __future__ import annotations

from functions.catalog.checking.check_text import Checked, Said, check_text
from functions.catalog.checking.records import author_pk
from functions.catalog.model.product import Product
from functions.catalog.products.read_product import published_product
from functions.catalog.questions.post import By, Post, Shown
from functions.catalog.questions.records import ANSWER, QUESTION, PostedRecord, posted_sk, step_writes, visible_question
from functions.catalog.reviews.review_rights import has_bought
from functions.catalog.store.repository import again_unless_taken
from functions.pricing import Shopper
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden
from functions.shared.store.transactions import Remember, Write, put_new, transact


@dataclass(frozen=True)
class Writer:
    """`device`: what the text came from; empty for the shop's own people, whose texts wait for nobody."""

    customer_id: str
    author: str
    actor: Actor
    device: str = ""


def ask(product: str, who: Shopper, text: str, writer: Writer, *, remember: Remember[Post]) -> Post:
    """Raises NotFound for a product that is not on sale or not for them, Forbidden (403 `author_banned`)."""
    product_id = load(Product, published_product(product, who).body).id
    post_id = fresh.new_id(QUESTION)

    def attempt() -> Post:
        checked = check_text(Said(post_id, product_id, writer.customer_id, text, writer.device))
        post = _post(post_id, product_id, text, writer, By.SHOPPER, "", waits=checked.waits)
        transact([*step_writes(None, post, writer.actor), *_kept(post, checked), *remember(post)])
        return post

    return again_unless_taken(attempt)


def answer(product_id: str, question_id: str, text: str, writer: Writer, by: By, *, remember: Remember[Post]) -> Post:
    """`product_id` is empty where the shop answers. Raises NotFound for a question that is not shown, Forbidden (403 `not_a_buyer`,
    `author_banned`)."""
    post_id = fresh.new_id(ANSWER)

    def attempt() -> Post:
        _, question = visible_question(product_id, question_id)
        if by is By.BUYER and not has_bought(writer.customer_id, question.product_id):
            raise Forbidden("Only who bought the product can answer.", code="not_a_buyer")
        if by is By.MERCHANT:
            checked = Checked(False, [])
        else:
            checked = check_text(Said(post_id, question.product_id, writer.customer_id, text, writer.device))
        post = _post(post_id, question.product_id, text, writer, by, question_id, waits=checked.waits)
        writes = step_writes(None, post, writer.actor, asker=question.customer_id)
        transact([*writes, *_kept(post, checked), *remember(post)])
        return post

    return again_unless_taken(attempt)


def _post(post_id: str, product_id: str, text: str, writer: Writer, by: By, question_id: str, *, waits: bool) -> Post:
    now = times.iso(clock.now())
    return Post(
        post_id, product_id, text, now, writer.customer_id, by, writer.author, question_id, Shown.PENDING if waits else Shown.VISIBLE,
        approved_at=None if waits else now,
    )  # fmt: skip


def _kept(post: Post, checked: Checked) -> list[Write]:
    return [*checked.writes, put_new(PostedRecord(author_pk(post.customer_id), posted_sk(post.id), kind="posted"))]
