"""Was this helpful? One vote for each person, or each address of who is not signed in; a later one takes the place of an earlier."""

from __future__ import annotations

from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.content.store.articles import article_of_slug, known_article
from functions.content.store.records import TALLY_SK, TallyRecord, VoteRecord, article_pk
from functions.shared.limits.addresses import network_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.plain.ids import is_id
from functions.shared.sealing import filed
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, transact
from functions.shared.store.versions import keep_answer, locked_put

REMEMBERED = timedelta(days=90)
"""Whose vote it was is forgotten then; it counts on."""


def judge(name: str, is_helpful: bool, *, person: str | None, address: str, remember: Remember[bool]) -> None:
    """By slug or id. Raises NotFound for what is not published."""
    article_id = name if is_id("art", name) else article_of_slug(name)
    if article_id is None or known_article(article_id).article.at(times.iso(clock.now())).live is None:
        raise NotFound("There is no such article.")
    whose = filed("vote", article_id, person or network_of(address))
    pk, sk = article_pk(article_id), f"VOTE#{whose}"

    def attempt() -> None:
        before = find(VoteRecord, pk, sk)
        if before is not None and before.is_helpful == is_helpful:
            keep_answer(remember(is_helpful))
            return
        version = int(before.version) if before is not None else 0
        vote = VoteRecord(pk, sk, kind="vote", version=version + 1, is_helpful=is_helpful)
        vote.ttl = int((clock.now() + REMEMBERED).timestamp())
        former = -int(version > 0)
        counts: list[Action] = [TallyRecord.helpful.add(1 if is_helpful else former), TallyRecord.kind.set("tally")]
        counts.append(TallyRecord.not_helpful.add(former if is_helpful else 1))
        transact([locked_put(vote, version), Update(TallyRecord, pk, TALLY_SK, counts), *remember(is_helpful)])

    again(attempt)
