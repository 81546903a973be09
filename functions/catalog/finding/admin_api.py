"""What is searched for, for staff."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding.schemas import SearchedWord, SearchedWords, SearchesQuery
from functions.catalog.finding.searched_words import tally_of
from functions.catalog.search.popular import fruitless, most_searched
from functions.shared.http.operation import Api, Request

searches_api = Api("catalog")


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
