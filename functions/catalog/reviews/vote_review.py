"""Shoppers say that a review helped them: one vote each, for the text that they read."""

from __future__ import annotations

from collections.abc import Iterable

from functions.catalog.checking.bans import not_banned
from functions.catalog.checking.records import author_pk
from functions.catalog.model.review import Review, Visibility
from functions.catalog.reviews.own_reviews import find_review
from functions.catalog.store.repository import again_unless_taken
from functions.catalog.store.review_records import HelpfulRecord, VoteRecord, helpful_sk, review_pk
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, NotFound
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Delete, Remember, Update, put_new, transact
from functions.shared.store.versions import keep_answer


@dataclass(frozen=True)
class Voted:
    helpful: int
    voted: bool


def vote_review(product_id: str, review_id: str, customer_id: str, helpful: bool, *, remember: Remember[Voted]) -> Voted:
    """Said twice it is said once. Raises NotFound for what nobody can read, Forbidden (403 `own_review`, `author_banned`)."""

    def attempt() -> Voted:
        review = load(Review, find_review(review_id).body)
        if review.product_id != product_id or review.visibility is not Visibility.VISIBLE:
            raise NotFound("There is no such review.")
        if review.customer_id == customer_id:
            raise Forbidden("This is your own review.", code="own_review")
        key = author_pk(customer_id), f"VOTE#{review_id}#{review.revision}"
        vote, count = find(VoteRecord, *key), helpful_counts([review])[review_id]
        if (vote is not None) is helpful:
            keep_answer(remember(Voted(count, helpful)))
            return Voted(count, helpful)
        step = 1 if helpful else -1
        after = Voted(count + step, helpful)
        record = VoteRecord(*key, kind="vote")
        kept = put_new(record, Overtaken()) if helpful else Delete(record, VoteRecord.pk.exists(), Overtaken())
        actions = [HelpfulRecord.votes.add(step), HelpfulRecord.kind.set("helpful")]
        counted = Update(HelpfulRecord, review_pk(review_id), helpful_sk(review.revision), actions)
        transact([kept, counted, not_banned(customer_id), *remember(after)])
        return after

    return again_unless_taken(attempt)


def helpful_counts(reviews: Iterable[Review]) -> dict[str, int]:
    """By review, of the text that it has now. One request for 100 of them."""
    keys = {(review_pk(one.id), helpful_sk(one.revision)): one.id for one in reviews}
    found = find_many({HelpfulRecord: keys}) if keys else {}
    counts = dict.fromkeys(keys.values(), 0)
    counts |= {keys[pk, sk]: int(record.votes) for (_, pk, sk), record in found.items() if isinstance(record, HelpfulRecord)}
    return counts
