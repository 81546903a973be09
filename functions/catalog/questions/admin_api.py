"""The shop answers."""

from __future__ import annotations

from functions.catalog.questions.post import By, Post
from functions.catalog.questions.schemas import AnswerView, MerchantAnswerIn
from functions.catalog.questions.write_post import Writer, answer
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

answers_api = Api("questions")


@answers_api.operation(
    "POST", "/v1/admin/questions/{id}/answers", summary="Answer a question in the name of the shop", permission="reviews.reply",
    body=MerchantAnswerIn, response=AnswerView, status=201, idempotent=CatalogTable, errors=[(404, "not_found")],
)  # fmt: skip
def post_merchant_answer(req: Request[MerchantAnswerIn, NoQuery]) -> Reply:
    def reply(post: Post) -> Reply:
        return Reply(AnswerView.of(post), 201)

    writer, remember = Writer(req.caller.id, "", req.caller.actor), req.remembering(reply)
    return reply(answer("", req.path["id"], req.body.text, writer, By.MERCHANT, remember=remember))
