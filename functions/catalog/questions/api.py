"""Questions and answers: shoppers read them, customers ask, buyers answer."""

from __future__ import annotations

from typing import Any

from functions.catalog.checking.check_text import device_of
from functions.catalog.questions.list_posts import answers_of, questions_of
from functions.catalog.questions.post import By, Post
from functions.catalog.questions.schemas import AnswerPage, AnswerView, AnswerVoteView, PostIn, QuestionPage, QuestionView
from functions.catalog.questions.vote_answer import VotedAnswer, vote_answer
from functions.catalog.questions.write_post import Writer, answer, ask
from functions.catalog.store.records import CatalogTable
from functions.pricing import kept_private
from functions.promotions import asker_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.errors import MOVED

questions_api = Api("questions")

_ALL = "/v1/products/{id}/questions"
_ANSWERS = f"{_ALL}/{{question_id}}/answers"
_VOTE = f"{_ANSWERS}/{{answer_id}}/vote"
_MISSING, _BANNED, _VERIFIED = (404, "not_found"), (403, "author_banned"), (403, "verification_required")
_CACHE = "public, max-age=2, stale-while-revalidate=2"


def _writer(req: Request[PostIn, NoQuery]) -> Writer:
    device = device_of(req.headers.get("x-device-id", ""), req.source_ip, req.headers.get("user-agent", ""))
    return Writer(req.caller.id, req.body.author or "", req.caller.actor, device)


def _question(post: Post) -> Reply:
    return Reply(QuestionView.of(post), 201)


def _answer(post: Post) -> Reply:
    return Reply(AnswerView.of(post), 201)


def _voted(voted: VotedAnswer) -> Reply:
    return Reply(AnswerVoteView(helpful=voted.helpful, voted=voted.voted))


@questions_api.operation(
    "GET", _ALL, summary="Questions about a product, newest first", query=PageQuery, response=QuestionPage, errors=[_MISSING, MOVED],
    cache=_CACHE,
)  # fmt: skip
def get_questions(req: Request[Any, PageQuery]) -> Reply:
    found = questions_of(req.path["id"], asker_of(req.caller), limit=req.query.limit, cursor=req.query.cursor)
    rows = [QuestionView.counted(one) for one in found.page.data]
    return kept_private(QuestionPage(data=rows, next_cursor=found.page.next_cursor), for_some=found.for_some)


@questions_api.operation(
    "POST", _ALL, summary="Ask about a product", permission=SIGNED_IN, body=PostIn, response=QuestionView, status=201,
    idempotent=CatalogTable, verified_only=True, errors=[_MISSING, MOVED, _VERIFIED, _BANNED], headers=("X-Device-Id",),
)  # fmt: skip
def post_question(req: Request[PostIn, NoQuery]) -> Reply:
    """Who asked is told of each answer, once. What the shop's checks stop is shown once somebody has looked at it."""
    return _question(ask(req.path["id"], asker_of(req.caller), req.body.text, _writer(req), remember=req.remembering(_question)))


@questions_api.operation(
    "GET", _ANSWERS, summary="Answers to a question, the most helpful first", query=PageQuery, response=AnswerPage,
    errors=[_MISSING, MOVED], cache=_CACHE,
)  # fmt: skip
def get_answers(req: Request[Any, PageQuery]) -> Reply:
    path, who = req.path, asker_of(req.caller)
    found = answers_of(path["id"], path["question_id"], who, limit=req.query.limit, cursor=req.query.cursor)
    rows = [AnswerView.counted(one) for one in found.page.data]
    return kept_private(AnswerPage(data=rows, next_cursor=found.page.next_cursor), for_some=found.for_some)


@questions_api.operation(
    "POST", _ANSWERS, summary="Answer a question about what one has bought", permission=SIGNED_IN, body=PostIn, response=AnswerView,
    status=201, idempotent=CatalogTable, verified_only=True, errors=[_MISSING, _VERIFIED, (403, "not_a_buyer"), _BANNED],
    headers=("X-Device-Id",),
)  # fmt: skip
def post_answer(req: Request[PostIn, NoQuery]) -> Reply:
    path, remember = req.path, req.remembering(_answer)
    return _answer(answer(path["id"], path["question_id"], req.body.text, _writer(req), By.BUYER, remember=remember))


@questions_api.operation(
    "PUT", _VOTE, summary="Say that an answer helped", permission=SIGNED_IN, response=AnswerVoteView, idempotent=CatalogTable,
    errors=[_MISSING, (403, "own_answer"), _BANNED],
)  # fmt: skip
def put_answer_vote(req: Request[Any, NoQuery]) -> Reply:
    """One vote each."""
    return _vote(req, True)


@questions_api.operation(
    "DELETE", _VOTE, summary="Take one's vote for an answer back", permission=SIGNED_IN, response=AnswerVoteView, idempotent=CatalogTable,
    errors=[_MISSING, (403, "own_answer"), _BANNED],
)  # fmt: skip
def delete_answer_vote(req: Request[Any, NoQuery]) -> Reply:
    return _vote(req, False)


def _vote(req: Request[Any, NoQuery], helpful: bool) -> Reply:
    path, by, remember = req.path, req.caller, req.remembering(_voted)
    return _voted(vote_answer(path["question_id"], path["answer_id"], by.id, helpful, actor=by.actor, remember=remember))
