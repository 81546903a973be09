"""Customers say that an answer helped them: one vote each, by which answers are ordered."""

from __future__ import annotations

from functions.catalog.checking.bans import not_banned
from functions.catalog.checking.records import author_pk
from functions.catalog.questions.post import Post, Shown
from functions.catalog.questions.records import ANSWER, post_record, step_writes
from functions.catalog.store.repository import again_unless_taken
from functions.catalog.store.review_records import VoteRecord
from functions.shared.events.envelope import Actor
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, NotFound
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Remember, put_new, transact
from functions.shared.store.versions import keep_answer


@dataclass(frozen=True)
class VotedAnswer:
    helpful: int
    voted: bool


def vote_answer(
    question_id: str, answer_id: str, customer_id: str, helpful: bool, *, actor: Actor, remember: Remember[VotedAnswer]
) -> VotedAnswer:  # fmt: skip
    """Said twice it is said once. Raises NotFound for what nobody can read, Forbidden (403 `own_answer`, `author_banned`)."""

    def attempt() -> VotedAnswer:
        # Before the answer: a vote that is found is counted in what is read then.
        vote = find(VoteRecord, author_pk(customer_id), f"VOTE#{answer_id}")
        record = post_record(answer_id, ANSWER)
        post = load(Post, record.body)
        if post.question_id != question_id or post.visibility is not Shown.VISIBLE:
            raise NotFound("There is no such answer.")
        if post.customer_id == customer_id:
            raise Forbidden("This is your own answer.", code="own_answer")
        votes = int(record.votes)
        if (vote is not None) is helpful:
            keep_answer(remember(VotedAnswer(votes, helpful)))
            return VotedAnswer(votes, helpful)
        after = VotedAnswer(votes + (1 if helpful else -1), helpful)
        one = VoteRecord(author_pk(customer_id), f"VOTE#{answer_id}", kind="vote")
        kept = put_new(one, Overtaken()) if helpful else Delete(one, VoteRecord.pk.exists(), Overtaken())
        moved = step_writes(record, post, actor, votes=after.helpful)
        transact([kept, *moved, not_banned(customer_id), *remember(after)])
        return after

    return again_unless_taken(attempt)
