"""My favourites and what I looked at, over HTTP. Guests keep theirs on their device, and bring them along when they sign in."""

from __future__ import annotations

from functions.catalog.remembered.entries import Kind
from functions.catalog.remembered.remember import keep, let_all_go, let_go, merge_guests, page_of, shown_now
from functions.catalog.remembered.schemas import CountOut, GuestEntriesIn, RememberedPage, RememberedQuery, page_view
from functions.promotions import asker_of, shopper_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

remembered_api = Api("remembered")
_FULL = [(404, "not_found"), (409, "favourites_full")]


@remembered_api.operation(
    "GET", "/v1/me/favourites", summary="My favourites", permission="customer", query=RememberedQuery, response=RememberedPage,
    headers=("Accept-Language",), errors=[(422, "currency_not_offered")],
)  # fmt: skip
def list_favourites(req: Request[NoBody, RememberedQuery]) -> RememberedPage:
    """Newest first, at today's prices. Two requests."""
    return _page(req, Kind.FAVOURITES)


@remembered_api.operation(
    "PUT", "/v1/me/favourites/{id}", summary="Keep a product as a favourite", permission="customer", status=204,
    errors=_FULL,
)  # fmt: skip
def put_favourites(req: Request[NoBody, NoQuery]) -> Reply:
    """Twice is once."""
    keep(req.caller.id, Kind.FAVOURITES, req.path["id"], asker_of(req.caller))
    return Reply(status=204)


@remembered_api.operation(
    "DELETE", "/v1/me/favourites/{id}", summary="Take a product out of my favourites", permission="customer", status=204
)
def delete_favourites(req: Request[NoBody, NoQuery]) -> Reply:
    let_go(req.caller.id, Kind.FAVOURITES, req.path["id"])
    return Reply(status=204)


@remembered_api.operation("DELETE", "/v1/me/favourites", summary="Erase my favourites", permission="customer", status=204)
def erase_favourites(req: Request[NoBody, NoQuery]) -> Reply:
    let_all_go(req.caller.id, Kind.FAVOURITES)
    return Reply(status=204)


@remembered_api.operation(
    "POST", "/v1/me/favourites/merge", summary="Bring along my favourites as a guest", permission="customer",
    body=GuestEntriesIn, response=CountOut,
)  # fmt: skip
def merge_favourites(req: Request[GuestEntriesIn, NoQuery]) -> CountOut:
    """Can be sent again. What is not on sale is left out."""
    return CountOut(count=len(merge_guests(req.caller.id, Kind.FAVOURITES, req.body.theirs(), asker_of(req.caller)).entries))


@remembered_api.operation(
    "GET", "/v1/me/history", summary="What I looked at", permission="customer", query=RememberedQuery, response=RememberedPage,
    headers=("Accept-Language",), errors=[(422, "currency_not_offered")],
)  # fmt: skip
def list_history(req: Request[NoBody, RememberedQuery]) -> RememberedPage:
    """Newest first, at today's prices. Two requests."""
    return _page(req, Kind.HISTORY)


@remembered_api.operation(
    "PUT", "/v1/me/history/{id}", summary="Note that I looked at a product", permission="customer", status=204,
    errors=[(404, "not_found")],
)  # fmt: skip
def put_history(req: Request[NoBody, NoQuery]) -> Reply:
    """Again: it stands in front. The oldest of more than a hundred make room."""
    keep(req.caller.id, Kind.HISTORY, req.path["id"], asker_of(req.caller))
    return Reply(status=204)


@remembered_api.operation(
    "DELETE", "/v1/me/history/{id}", summary="Take a product out of what I looked at", permission="customer", status=204
)
def delete_history(req: Request[NoBody, NoQuery]) -> Reply:
    let_go(req.caller.id, Kind.HISTORY, req.path["id"])
    return Reply(status=204)


@remembered_api.operation("DELETE", "/v1/me/history", summary="Erase what I looked at", permission="customer", status=204)
def erase_history(req: Request[NoBody, NoQuery]) -> Reply:
    let_all_go(req.caller.id, Kind.HISTORY)
    return Reply(status=204)


@remembered_api.operation(
    "POST", "/v1/me/history/merge", summary="Bring along what I looked at as a guest", permission="customer",
    body=GuestEntriesIn, response=CountOut,
)  # fmt: skip
def merge_history(req: Request[GuestEntriesIn, NoQuery]) -> CountOut:
    """Can be sent again. What is not on sale is left out."""
    return CountOut(count=len(merge_guests(req.caller.id, Kind.HISTORY, req.body.theirs(), asker_of(req.caller)).entries))


def _page(req: Request[NoBody, RememberedQuery], kind: Kind) -> RememberedPage:
    page = page_of(req.caller.id, kind, limit=req.query.limit, cursor=req.query.cursor)
    return page_view(
        page,
        shown_now(
            page.data, req.query.model_dump(include={"currency", "country"}, exclude_none=True), req.languages, shopper_of(req.caller)
        ),
    )
