"""SearchIndex over OpenSearch, for catalogues that outgrow one Lambda's disk (see port.py for what both engines promise)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from functions.catalog.search.cards import to_hit
from functions.catalog.search.facet_counts import attribute_counts, facets_of, with_own
from functions.catalog.search.fields import whole
from functions.catalog.search.opensearch.requests import TEXT_HITS, limited_body, search_body, suggest_body, tiers_of, titles_body
from functions.catalog.search.plan import Stage, stages
from functions.catalog.search.port import FacetName, Facets, Position, SearchQuery, SearchResult, Seer, Suggestion
from functions.catalog.search.rungs import PINNED
from functions.catalog.search.sort_keys import TIE_BITS
from functions.catalog.search.suggestions import MAX_PREFIX, best_suggestions
from functions.catalog.search.title_plan import LOOKED_AT, Title, best_titles, title_clauses
from functions.shared.plain.errors import Unavailable, Unreadable

# Another number with any change of the mapping or of the tokens: see SCHEMA_VERSION.
ALIAS = "shop-products-v3"
Answer = Mapping[str, Any]
_FRESH_SECONDS = 50.0


def client(url: str) -> Any:
    """A client of a plain cluster, or of Amazon's, whose requests are signed with the function's own role."""
    from opensearchpy import OpenSearch, Urllib3AWSV4SignerAuth, Urllib3HttpConnection

    host = urlsplit(url).hostname or ""
    if not host.endswith(".amazonaws.com"):
        return OpenSearch(hosts=[url], timeout=5, max_retries=1, http_compress=True)
    import boto3

    session = boto3.Session()
    service = "aoss" if ".aoss." in host else "es"
    auth = Urllib3AWSV4SignerAuth(session.get_credentials(), session.region_name, service)
    return OpenSearch(hosts=[url], http_auth=auth, connection_class=Urllib3HttpConnection, timeout=5, max_retries=1, http_compress=True)


class OpenSearchIndex:
    def __init__(self, client: Any, *, alias: str = ALIAS) -> None:
        self._client = client
        self._alias = alias
        self._ready = False
        self._tells_apart, self._asked_until = False, 0.0

    @classmethod
    def connect(cls, url: str) -> OpenSearchIndex:
        return cls(client(url))

    def ready(self) -> bool:
        if not self._ready:
            with reachable():
                self._ready = bool(self._client.indices.exists_alias(name=self._alias))
        return self._ready

    def search(self, query: SearchQuery) -> SearchResult:
        query.checked()
        for stage in self._readings(query):
            with reachable():
                answer = self._client.search(index=self._alias, body=search_body(query, stage), params={"ignore_unavailable": "true"})
            if stage is None or query.after or _text_hits(answer):
                return _result(query, stage, answer)
        if query.after:
            raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
        return SearchResult((), 0, None, Facets() if query.facets else None, "none")

    def suggest(self, prefix: str, *, limit: int = 10) -> list[Suggestion]:
        start = whole(prefix[:MAX_PREFIX])
        if not start:
            return []
        with reachable():
            answer = self._client.search(index=self._alias, body=suggest_body(start, limit), params={"ignore_unavailable": "true"})
        buckets = answer.get("aggregations", {}).get("suggest", {}).get("buckets", ())
        return best_suggestions(((bucket["key"], bucket["doc_count"]) for bucket in buckets), limit)

    def tells_apart(self) -> bool:
        """One request, at most once a minute."""
        if time.monotonic() >= self._asked_until:
            with reachable():
                answer = self._client.search(index=self._alias, body=limited_body(), params={"ignore_unavailable": "true"})
            self._tells_apart, self._asked_until = bool(answer["hits"]["total"]["value"]), time.monotonic() + _FRESH_SECONDS
        return self._tells_apart

    def titles(self, typed: str, languages: tuple[str, ...], *, seer: Seer | None = None, limit: int = 10) -> list[Title]:
        for clause in title_clauses(typed):
            with reachable():
                body = titles_body(clause, LOOKED_AT, seer or Seer())
                answer = self._client.search(index=self._alias, body=body, params={"ignore_unavailable": "true"})
            if hits := answer["hits"]["hits"]:
                return best_titles((hit["_source"]["cards"] for hit in hits), clause, typed, languages, limit)
        return []

    @staticmethod
    def _readings(query: SearchQuery) -> Iterator[Stage | None]:
        """The readings to try; on a later page only the one the first page was found in."""
        known: Iterator[Stage | None] = _texts(query) if query.text.strip() else iter((None,))
        for stage in known:
            if query.after is None or (query.after.stage == _name(stage) and query.after.tier < len(tiers_of(query, stage))):
                yield stage


def _texts(query: SearchQuery) -> Iterator[Stage]:
    yield from stages(query.text, query.also)
    if query.pins:
        yield PINNED


def _name(stage: Stage | None) -> str:
    return stage.name if stage else "all"


def _text_hits(answer: Answer) -> int:
    return int(answer.get("aggregations", {}).get(TEXT_HITS, {}).get("doc_count", 0))


def _result(query: SearchQuery, stage: Stage | None, answer: Answer) -> SearchResult:
    name = _name(stage)
    found = answer["hits"]["hits"]
    shown = found[: query.limit]
    rows = [(hit, *hit["sort"]) for hit in shown]
    count = len(tiers_of(query, stage))
    hits = [to_hit(hit["_source"]["cards"], query, name, Position(name, count - round(rung), key, ident)) for hit, rung, key, ident in rows]
    last = hits[-1].position if len(found) > query.limit else None
    facets = _facets(query, answer.get("aggregations", {})) if query.facets else None
    return SearchResult(hits, answer["hits"]["total"]["value"], last, facets, name)


def _facets(query: SearchQuery, aggregations: Answer) -> Facets:
    def values(label: str) -> Sequence[Mapping[str, Any]]:
        return aggregations[label]["values"]["buckets"] if label in aggregations else ()

    attributes = attribute_counts(values("attribute"))
    for name, chosen in query.filters.attributes.items():
        if chosen:
            attributes = with_own(attributes, attribute_counts(values(f"attribute:{name}")), name)
    buckets = {name: values(name.value) for name in query.facets}
    if query.there is not None and FacetName.STOCK in buckets:
        counts: Mapping[str, Any] = aggregations[FacetName.STOCK.value]["values"]["buckets"]
        buckets[FacetName.STOCK] = [{"key": key, **bucket} for key, bucket in counts.items()]
    if FacetName.PRICE in buckets and query.own:
        ranges: Mapping[str, Any] = aggregations[FacetName.PRICE.value]["values"]["buckets"]
        buckets[FacetName.PRICE] = [{"from": low, **bucket} for low, bucket in ranges.items()]
    elif FacetName.PRICE in buckets:
        found = buckets[FacetName.PRICE]
        buckets[FacetName.PRICE] = [{**one, "from": int(one["from"]) >> TIE_BITS} if "from" in one else one for one in found]
    return facets_of(buckets, attributes if FacetName.ATTRIBUTE in query.facets else None, query.price_bounds)


@contextmanager
def reachable() -> Iterator[None]:
    from opensearchpy.exceptions import OpenSearchException

    try:
        yield
    except OpenSearchException as error:
        raise Unavailable("The search engine failed.") from error
