"""Pages that are made of slots, for anybody in their language."""

from __future__ import annotations

from typing import Any

from functions.content.blocks.show_blocks import Reader
from functions.content.slots.schemas import HomeQuery, HomeView
from functions.content.slots.show_home import show_page
from functions.pricing import answered
from functions.promotions import shopper_of
from functions.shared.http.operation import Api, Reply, Request

home_api = Api("content")


@home_api.operation(
    "GET", "/v1/home", summary="What the home page shows now", query=HomeQuery, response=HomeView,
    cache="public, max-age=1, stale-while-revalidate=5",
)  # fmt: skip
def get_home(req: Request[Any, HomeQuery]) -> Reply:
    """Or another page that slots are on. Only what holds now, and products that the caller can buy now, at their own prices."""
    query = req.query
    wanted = [query.language.lower()] if query.language else req.languages
    view, tells_apart = show_page(query.page, Reader(wanted, query, shopper_of(req.caller)))
    return answered(req, view, tells_apart=tells_apart)
