"""What can be moderated: where it is kept, how it is shown to who moderates, and what decides about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from functions.catalog.checking.cases import Decision
from functions.catalog.checking.subject import Former, Subject
from functions.catalog.questions.moderate_post import decide_post, no_former, post_subject
from functions.catalog.questions.records import ANSWER, POST_SK, QUESTION, PostRecord
from functions.catalog.reviews.as_subject import former_reviews, review_subject
from functions.catalog.reviews.moderate_review import decide_review
from functions.catalog.store.review_records import REVIEW_SK, ReviewRecord
from functions.shared.events.envelope import Actor
from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import Record
from functions.shared.store.transactions import Write

Remembering = Callable[[], Sequence[Write]]


@dataclass(frozen=True)
class Kind:
    record: type[Record]
    sk: str
    show: Callable[..., Subject]
    former: Callable[[str], Sequence[Former]]
    decide: Callable[[str, Decision, Actor, int | None, Remembering], None]


def _review(subject_id: str, decision: Decision, actor: Actor, if_match: int | None, remember: Remembering) -> None:
    decide_review(subject_id, decision, actor=actor, if_match=if_match, remember=lambda _review, _version: remember())


_POST = Kind(PostRecord, POST_SK, post_subject, no_former, decide_post)
_KINDS = {"rev": Kind(ReviewRecord, REVIEW_SK, review_subject, former_reviews, _review), QUESTION: _POST, ANSWER: _POST}


def kind_of(subject_id: str) -> Kind:
    """Raises NotFound."""
    prefix = subject_id.partition("_")[0]
    if prefix not in _KINDS or not ids.is_id(prefix, subject_id):
        raise NotFound("There is no such review, question or answer.")
    return _KINDS[prefix]
