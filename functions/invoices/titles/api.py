"""The title book over HTTP, for signed-in customers."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.invoices.model.title import TitleBook
from functions.invoices.store.records import InvoicesTable
from functions.invoices.store.titles import change_titles, title_book
from functions.invoices.titles.schemas import KeptTitleIn, KeptTitleOut, TitlesOut, kept_title_out
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import fresh

titles_api = Api("fapiao")
_PATH = "/v1/invoice_titles"
_MISSING = (404, "not_found")


@titles_api.operation("GET", _PATH, summary="My titles for Chinese e-invoices", permission=SIGNED_IN, response=TitlesOut)
def get_titles(req: Request[NoBody, NoQuery]) -> TitlesOut:
    return TitlesOut.of_book(title_book(req.caller.id))


@titles_api.operation(
    "POST", _PATH, summary="Add a title", permission=SIGNED_IN, status=201, body=KeptTitleIn, response=KeptTitleOut,
    idempotent=InvoicesTable, errors=[(409, "too_many_titles")],
)  # fmt: skip
def post_title(req: Request[KeptTitleIn, NoQuery]) -> Reply:
    """A company's tax number is checked. The first one is the default until another is."""
    return _keep(req, fresh.new_id("tit"), 201)


@titles_api.operation(
    "PUT", _PATH + "/{id}", summary="Change a title", permission=SIGNED_IN, body=KeptTitleIn, response=KeptTitleOut,
    idempotent=InvoicesTable, errors=[_MISSING],
)  # fmt: skip
def put_title(req: Request[KeptTitleIn, NoQuery]) -> Reply:
    """What was requested with it before keeps it as it was."""
    return _keep(req, req.path["id"], 200)


@titles_api.operation(
    "DELETE", _PATH + "/{id}", summary="Remove a title", permission=SIGNED_IN, status=204, idempotent=InvoicesTable, errors=[_MISSING]
)
def delete_title(req: Request[Any, NoQuery]) -> Reply:
    def render(_book: TitleBook) -> Reply:
        return Reply(None, 204)

    return render(change_titles(req.caller.id, lambda book: book.without(req.path["id"]), remember=req.remembering(render)))


def _keep(req: Request[KeptTitleIn, NoQuery], title_id: str, status: int) -> Reply:
    title, default = req.body.title(), req.body.default

    def kept(book: TitleBook) -> TitleBook:
        if status == 200:
            book.title(title_id)
        return book.keeping(title_id, title, default=default)

    def render(made: str, book: TitleBook) -> Reply:
        return Reply(kept_title_out(book, made), status)

    of_this = partial(render, title_id)
    return of_this(change_titles(req.caller.id, kept, remember=req.remembering(of_this)))
