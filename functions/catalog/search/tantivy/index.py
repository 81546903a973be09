"""SearchIndex over one opened tantivy index: one unchanging state of the catalogue."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.catalog.search.cards import to_hit
from functions.catalog.search.fields import CHANNELS, GROUPS, whole
from functions.catalog.search.plan import Stage, stages
from functions.catalog.search.port import Boost, Facets, SearchQuery, SearchResult, Seer, Sort, Suggestion
from functions.catalog.search.rungs import ALL, NOTHING, PINNED, Rung, rungs
from functions.catalog.search.suggestions import MAX_PREFIX, best_suggestions
from functions.catalog.search.tantivy.facets import PriceBuckets, count_facets
from functions.catalog.search.tantivy.filters import any_product, any_term, both, either, filter_queries, part_queries, sold_in, unseen_by
from functions.catalog.search.tantivy.pages import Tier, page
from functions.catalog.search.tantivy.schema import prepared, schema, to_query
from functions.catalog.search.title_plan import LOOKED_AT, Title, best_titles, title_clauses
from functions.shared.plain.errors import Unavailable, Unreadable

if TYPE_CHECKING:
    from tantivy import Index, Query

_REMEMBERED = 256


class TantivyIndex:
    """Remembers the facets it has counted: the index below it never changes, and the shop's front page asks the same all day."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._searcher = index.searcher()
        self._facets: OrderedDict[str, Facets] = OrderedDict()
        self._front: dict[str, SearchQuery] = {}

    @classmethod
    def open(cls, folder: Path) -> TantivyIndex:
        from tantivy import Index

        with guarded():
            index = prepared(Index.open(str(folder)))
            index.reload()
            return cls(index)

    @classmethod
    def empty(cls) -> TantivyIndex:
        """The index of a shop that has published nothing yet."""
        from tantivy import Index

        return cls(prepared(Index(schema())))

    @property
    def size(self) -> int:
        return self._searcher.num_docs

    def ready(self) -> bool:
        return True

    def search(self, query: SearchQuery) -> SearchResult:
        with guarded():
            return self._search(query.checked())

    def count_ahead(self, before: TantivyIndex) -> None:
        """Counts the facets of the whole catalogue before anyone asks, if `before` was asked: they are the dearest ones."""
        for query in list(before._front.values())[:4]:
            self.search(replace(query, limit=1, after=None))

    def suggest(self, prefix: str, *, limit: int = 10) -> list[Suggestion]:
        start = whole(prefix[:MAX_PREFIX])
        if not start:
            return []
        with guarded():
            terms = self._searcher.terms_with_prefix("suggest", start, limit=limit * 4)
        return best_suggestions(terms, limit)

    def tells_apart(self) -> bool:
        with guarded():
            return self._tells_apart

    @cached_property
    def _tells_apart(self) -> bool:
        return self._count([any_term("audience", [GROUPS, CHANNELS])]) > 0

    def _unseen(self, seer: Seer | None) -> list[Query]:
        """A shop that shows everything to everybody asks for nothing more."""
        return list(unseen_by(seer)) if seer is not None and self._tells_apart else []

    def titles(self, typed: str, languages: tuple[str, ...], *, seer: Seer | None = None, limit: int = 10) -> list[Title]:
        with guarded():
            unseen = self._unseen(seer or Seer())
            for clause in title_clauses(typed):
                tier = Tier(both([to_query(clause)], never=unseen))
                found, _ = page(self._searcher, "titles", [tier], SearchQuery(limit=LOOKED_AT))
                if found:
                    return best_titles((item.cards for item in found), clause, typed, languages, limit)
        return []

    def _search(self, query: SearchQuery) -> SearchResult:
        filters, unseen = filter_queries(self._searcher, query), self._unseen(query.seer)
        seen = both((), never=unseen) if unseen else None
        stage, base, total = self._understood(query, list(filters.values()), seen)
        if stage is NOTHING and not query.after:
            return SearchResult((), 0, None, Facets() if query.facets else None, "none")
        tiers = [self._tier(query, rung, list(filters.values()), unseen) for rung in rungs(query, stage)]
        if query.after and (query.after.tier >= len(tiers) or query.after.stage != stage.name):
            raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
        found, more = page(self._searcher, stage.name, tiers, query) if total else ([], False)
        facets = self._counted(query, stage.name, base, filters) if query.facets else None
        hits = [to_hit(item.cards, query, stage.name, item.position) for item in found]
        return SearchResult(hits, total, found[-1].position if more else None, facets, stage.name)

    def _tier(self, query: SearchQuery, rung: Rung, filters: list[Query], unseen: list[Query]) -> Tier:
        what = any_product([rung.pin]) if rung.pin else to_query(rung.clause) if rung.clause else None
        must: list[Query | None] = [what, *filters]
        if rung.some is not None:
            must.append(either(self._in_part(query, one) for one in rung.some))
        never = [*(self._in_part(query, one) for one in rung.none), *unseen]
        return Tier(both([*must, sold_in(query.currency)] if rung.sold else must, never=never), rung.sold)

    def _in_part(self, query: SearchQuery, boost: Boost) -> Query:
        return both(part_queries(self._searcher, query, boost.part))

    def _understood(self, query: SearchQuery, filters: list[Query], seen: Query | None) -> tuple[Stage, Query | None, int]:
        """The reading of the text that applies, its query among what is `seen`, and how many hits it has under the filters."""
        if not query.text.strip():
            return ALL, seen, self._count([seen, *filters])
        pinned = any_product(query.pins) if query.pins and query.sort is Sort.RELEVANCE else None
        for stage in stages(query.text, query.also):
            if query.after and stage.name != query.after.stage:
                continue
            if stage.gate and not query.after and not self._count([to_query(stage.gate), seen]):
                continue
            base = both([to_query(stage.base), seen])
            total = self._count([base, *filters])
            if total or query.after or (filters and self._count([base])):
                with_pins = both([either((base, pinned)), seen]) if pinned is not None else base
                return stage, with_pins, self._count([with_pins, *filters]) if pinned is not None else total
        if pinned is not None and (total := self._count([pinned, seen, *filters])):
            return PINNED, both([pinned, seen]), total
        return NOTHING, None, 0

    def _count(self, must: list[Query | None]) -> int:
        from tantivy import Query

        if not any(must):
            return self.size
        return int(self._searcher.search(Query.const_score_query(both(must), 1.0), 1).count)  # type: ignore[attr-defined]

    def _counted(self, query: SearchQuery, stage: str, base: Query | None, filters: dict[Any, Query]) -> Facets:
        said = (query.also, query.pins, query.hidden)
        whole = (query.filters, query.within, said, sorted(query.facets), query.price_bounds, query.currency, query.only_sold)
        seer = (sorted(query.seer.groups), query.seer.channel) if query.seer and self._tells_apart else query.seer is None
        key = repr((query.text, stage, seer, *whole))
        if query.own or query.there is not None:
            # Of whoever asks: nobody else asks the same.
            buckets = PriceBuckets(query.currency, query.price_bounds, query.own, query.there)
            return count_facets(self._searcher, base, filters, query.facets, buckets)
        known = self._facets.get(key)
        if known is None:
            known = count_facets(self._searcher, base, filters, query.facets, PriceBuckets(query.currency, query.price_bounds))
            self._facets[key] = known
            if base is None and not filters:
                self._front[key] = query
            if len(self._facets) > _REMEMBERED:
                self._facets.popitem(last=False)
        return known


@contextmanager
def guarded() -> Iterator[None]:
    """tantivy's panics derive from BaseException and would end the process: here they become an answer that may be tried again."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise Unavailable("The search engine failed.") from error
        raise
