"""Pages that are made of slots, for anybody in their language."""

from __future__ import annotations

from typing import Any

from functions.content.slots.schemas import HomeQuery, HomeView
from functions.content.slots.show_home import show_page
from functions.shared.http.operation import Api, Request

home_api = Api("content")


@home_api.operation(
    "GET", "/v1/home", summary="What the home page shows now", query=HomeQuery, response=HomeView,
    cache="public, max-age=1, stale-while-revalidate=5",
)  # fmt: skip
def get_home(req: Request[Any, HomeQuery]) -> HomeView:
    """Or another page that slots are on. Only what holds now, and products that can be bought now, at their prices."""
    query = req.query
    return show_page(query.page, [query.language.lower()] if query.language else req.languages, query)
