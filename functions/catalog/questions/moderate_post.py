"""Who moderates shows a question or an answer, or hides it; the counts follow in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.catalog.checking.cases import Decision, known_case
from functions.catalog.checking.subject import Former, Subject
from functions.catalog.questions.post import Post, Shown, step
from functions.catalog.questions.records import QUESTION, PostRecord, post_record, step_writes
from functions.catalog.store.repository import again_unless_taken
from functions.shared.events.envelope import Actor
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import Write, transact
from functions.shared.store.versions import check_version, keep_answer


def decide_post(post_id: str, decision: Decision, actor: Actor, if_match: int | None, remember: Callable[[], Sequence[Write]]) -> None:
    """Raises NotFound, VersionConflict, Conflict (409 `nothing_to_decide`)."""
    prefix = post_id.partition("_")[0]

    def attempt() -> None:
        record = post_record(post_id, prefix)
        check_version(record.version, if_match)
        before = load(Post, record.body)
        known = known_case(post_id, before.product_id)
        visibility, reason = step(before, decision, is_open=known.case.is_open)
        first = before.approved_at or (decision.at if visibility is Shown.VISIBLE else None)
        after = replace(before, visibility=visibility, hidden_reason=reason, approved_at=first)
        if after == before and not known.case.is_open:
            keep_answer(remember())
            return
        asker = load(Post, post_record(before.question_id, QUESTION).body).customer_id if before.question_id else ""
        writes = step_writes(record, after, actor, asker=asker)
        transact([*writes, known.written(known.case.decided(decision)), *remember()])

    again_unless_taken(attempt)


def post_subject(record: PostRecord) -> Subject:
    one = load(Post, record.body)
    return Subject(
        one.id, record.kind, one.product_id, one.customer_id, one.author, one.text, one.created_at, one.visibility.value,
        int(record.version), one.hidden_reason,
    )  # fmt: skip


def no_former(_post_id: str) -> list[Former]:
    """Questions and answers are not edited."""
    return []
