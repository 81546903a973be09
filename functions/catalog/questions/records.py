"""Where questions and answers are kept; in the catalogue's table."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute

from functions.catalog.checking.records import subject_pk
from functions.catalog.questions.post import Post, Shown
from functions.catalog.store.records import PRODUCT_SK, CatalogTable, ProductRecord, product_pk
from functions.shared.events.contracts.catalog import QuestionAnswered, QuestionAsked
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import table_name
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, Write
from functions.shared.store.versions import locked_update

POST_SK, QUESTION, ANSWER = "POST", "qst", "ans"


class PostRecord(CatalogTable):
    """pk `QST#<id>` or `ANS#<id>`, sk `POST`, and only while it is visible gsi1: a question in `QUESTIONS#<product>` / time, an answer in
    `ANSWERS#<question>` / votes. `votes`: how many found it helpful; `answers`: how many a question has that are visible."""

    class Meta:
        table_name = table_name("catalog")

    votes = NumberAttribute(default=0)
    answers = NumberAttribute(default=0)


class PostedRecord(CatalogTable):
    """pk `BUYER#<customer>`, sk `POSTED#<question or answer>`: that it is theirs."""

    class Meta:
        table_name = table_name("catalog")


def posted_sk(post_id: str) -> str:
    return f"POSTED#{post_id}"


def questions_index(product_id: str) -> str:
    return f"QUESTIONS#{product_id}"


def answers_index(question_id: str) -> str:
    return f"ANSWERS#{question_id}"


def post_record(post_id: str, prefix: str) -> PostRecord:
    """Raises NotFound."""
    record = find(PostRecord, subject_pk(post_id), POST_SK) if ids.is_id(prefix, post_id) else None
    if record is None:
        raise NotFound(f"There is no such {'question' if prefix == QUESTION else 'answer'}.")
    return record


def visible_question(product_id: str, question_id: str) -> tuple[PostRecord, Post]:
    """Raises NotFound."""
    record = post_record(question_id, QUESTION)
    question = load(Post, record.body)
    if question.visibility is not Shown.VISIBLE or product_id not in ("", question.product_id):
        raise NotFound("There is no such question.")
    return record, question


def step_writes(before: PostRecord | None, post: Post, actor: Actor, *, asker: str = "", votes: int | None = None) -> list[Write]:
    """The next step of a post: itself under the version that was read, how many of its kind are visible, and that it is told of, once.
    `asker`: who asked what it answers. The transaction raises Overtaken."""
    version = int(before.version) if before else 0
    was = load(Post, before.body) if before else None
    own = votes if votes is not None else (int(before.votes) if before else 0)
    is_visible, was_visible = post.visibility is Shown.VISIBLE, was is not None and was.visibility is Shown.VISIBLE
    actions = [
        PostRecord.body.set(dump(post)), PostRecord.version.set(version + 1), PostRecord.votes.set(own),
        PostRecord.kind.set("answer" if post.question_id else "question"),
    ]  # fmt: skip
    if is_visible:
        index, place = _place(post, own)
        actions += [PostRecord.gsi1pk.set(index), PostRecord.gsi1sk.set(place)]
    elif was_visible:
        actions += [PostRecord.gsi1pk.remove(), PostRecord.gsi1sk.remove()]
    writes: list[Write] = [locked_update(PostRecord, subject_pk(post.id), POST_SK, actions, version)]
    if is_visible is not was_visible:
        writes.append(_counted(post, 1 if is_visible else -1))
    if post.approved_at is not None and (was is None or was.approved_at is None):
        whom = "" if asker == post.customer_id else asker
        told = QuestionAnswered(post.question_id, post.id, post.product_id, whom, post.by.value) if post.question_id else None
        event = told or QuestionAsked(post.id, post.product_id)
        writes.append(event_put(PostRecord, subject_pk(post.id), event, subject=post.question_id or post.id, actor=actor))
    return writes


def _place(post: Post, votes: int) -> tuple[str, str]:
    if post.question_id:
        return answers_index(post.question_id), f"{votes:08d}#{post.id}"
    return questions_index(post.product_id), f"{post.created_at}#{post.id}"


def _counted(post: Post, step: int) -> Write:
    """Answers are counted beside the version of their question, so that two who answer at once do not get in each other's way."""
    if post.question_id:
        missing = NotFound("There is no such question.")
        return Update(PostRecord, subject_pk(post.question_id), POST_SK, [PostRecord.answers.add(step)], PostRecord.pk.exists(), missing)
    gone, pk = NotFound("There is no such product."), product_pk(post.product_id)
    return Update(ProductRecord, pk, PRODUCT_SK, [ProductRecord.question_count.add(step)], ProductRecord.pk.exists(), gone)
