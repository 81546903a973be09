"""What is searched for, for staff."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.catalog.finding.searched_words import tally_of
from functions.catalog.search.tally import fruitless, most_searched
from functions.shared.http.operation import Api, Request
from functions.shared.http.validation import Schema

searches_api = Api("catalog")


class SearchesQuery(Schema):
    days: int = Field(default=7, ge=1, le=30)
    without_results: bool = Field(default=True, description="Only words that found nothing, those most often missed first.")
    limit: int = Field(default=50, ge=1, le=500)


class SearchedWord(Schema):
    q: str
    searches: int
    without_results: int


class SearchedWords(Schema):
    data: list[SearchedWord]


@searches_api.operation(
    "GET",
    "/v1/admin/searches",
    summary="What is searched for, above all in vain",
    permission="catalog.read",
    query=SearchesQuery,
    response=SearchedWords,
)
def get_searches(req: Request[Any, SearchesQuery]) -> SearchedWords:
    tally = tally_of(req.query.days, fresh=1.0)
    ranked = fruitless(tally, req.query.limit) if req.query.without_results else most_searched(tally, req.query.limit)
    counts = [(word, tally.counts[word]) for word, _ in ranked]
    return SearchedWords(data=[SearchedWord(q=word, searches=c.searches, without_results=c.without_results) for word, c in counts])
