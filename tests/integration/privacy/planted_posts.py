"""What somebody asked and answered about products, and that they were banned, with a mark in all of it."""

from __future__ import annotations

from collections.abc import Callable

from functions.catalog.checking.bans import set_ban
from functions.catalog.checking.cases import Action, Case, Decision, KnownCase
from functions.catalog.checking.records import author_pk, subject_pk
from functions.catalog.questions.post import By, Post
from functions.catalog.questions.records import POST_SK, PostedRecord, PostRecord, posted_sk
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from functions.shared.store.transactions import transact

_AT = "2026-01-01T00:00:00.000Z"


def put_posts(customer_id: str, review_id: str, said: Callable[[], str]) -> None:
    seen = Case(review_id, "prod_0").decided(Decision(Action.HIDE, _AT, "cus_1", note=said()))
    transact([KnownCase(Case(review_id, "prod_0"), 0).written(seen)])
    question = Post(fresh.new_id("qst"), "prod_0", said(), _AT, customer_id, By.SHOPPER, said())
    answer = Post(fresh.new_id("ans"), "prod_0", said(), _AT, customer_id, By.BUYER, said(), question.id)
    for post, kind in ((question, "question"), (answer, "answer")):
        PostRecord(subject_pk(post.id), POST_SK, kind=kind, body=dump(post)).save()
        PostedRecord(author_pk(customer_id), posted_sk(post.id), kind="posted").save()
    set_ban(customer_id, True, said(), by="cus_1", if_match=None, remember=lambda *_: [])
