"""Why a search answers what it does: the same question to the same index, with each hit's rung and rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from functions.catalog.finding.browse_products import Asked, index_or_none
from functions.catalog.finding.merchandised import Said, as_said, known_rules, said_of
from functions.catalog.merchandising.schemas import (
    Explanation,
    HitExplained,
    PinSkipped,
    RankExplained,
    RuleName,
    TextExplained,
)
from functions.catalog.model.merchandising.search_rule import SearchRule
from functions.catalog.search import Hit, Rung, SearchIndex, SearchQuery, Sort, Within, ladder, rank_of
from functions.catalog.store.merchandising.search_rule_records import all_rules
from functions.shared.plain.errors import Unavailable


def explain(asked: Asked, languages: Sequence[str]) -> Explanation:
    """With the rules of this moment: what shoppers get within 15 seconds. Raises what a search raises; 503 `search_not_ready`."""
    index = index_or_none()
    if index is None:
        raise Unavailable("The search index is being built.", code="search_not_ready", retry_after=2)
    said = said_of(asked.text, known_rules(fresh=0))
    query = replace(as_said(asked.query(languages), said), facets=frozenset(), seer=None)
    answer = index.search(query)
    names = {rule.id: RuleName(id=rule.id, name=rule.name) for rule in all_rules(consistent=False)}
    boosted = _boosted(index, query, said, [hit.id for hit in answer.hits])
    rungs = ladder(query, answer.stage)
    return Explanation(
        understood=answer.stage,
        currency=query.currency,
        total=answer.total,
        texts=[TextExplained(text=one.text, rules=_named(one.by, names)) for one in said.texts],
        rules=_named((rule.id for rule in said.rules), names),
        hidden=list(said.hidden),
        skipped=list(_skipped(index, query, said, names)),
        data=[_hit(hit, rungs, query, said, boosted, names) for hit in answer.hits],
        next_cursor=asked.cursor_after(answer.next),
    )


def _hit(
    hit: Hit, rungs: list[Rung], query: SearchQuery, said: Said, boosted: dict[str, list[str]], names: dict[str, RuleName]
) -> HitExplained:
    assert hit.position is not None
    rung, relevant = rungs[hit.position.tier], query.sort is Sort.RELEVANCE
    pinning = [rule.id for rule in said.rules if rule.ranking and hit.id in rule.ranking.pinned] if rung.pin else []
    return HitExplained(
        id=hit.id,
        title=str(hit.card.get("title", "")),
        reason=rung.name,
        rules=_named([*pinning, *(boosted.get(hit.id, []) if relevant and not rung.pin else [])], names),
        boost=rung.weight,
        priced=rung.sold,
        rank=RankExplained.model_validate(rank_of(hit.position.key)) if relevant else None,
    )


def _boosted(index: SearchIndex, query: SearchQuery, said: Said, shown: list[str]) -> dict[str, list[str]]:
    """The rules whose boosts each of these products is in."""
    found: dict[str, list[str]] = {}
    for boost, rule_id in said.boosts if shown else ():
        # The part itself may be a list of ids: what is shown is asked for as a filter beside it.
        within = boost.part if boost.part.ids is not None else replace(boost.part, ids=tuple(shown))
        hits = index.search(
            SearchQuery(within=within, sort=Sort.NEWEST, limit=100, currency=query.currency, seer=None, highlight=False)
        ).hits
        for hit in hits:
            found.setdefault(hit.id, []).append(rule_id)
    return found


def _skipped(index: SearchIndex, query: SearchQuery, said: Said, names: dict[str, RuleName]) -> Iterator[PinSkipped]:
    wanted = [(one, rule) for rule in said.rules if rule.ranking for one in rule.ranking.pinned]
    if not wanted:
        return
    pinned = tuple(one for one, _ in wanted)
    plain = SearchQuery(sort=Sort.NEWEST, limit=100, currency=query.currency, seer=None, highlight=False)
    on_sale = {hit.id for hit in index.search(replace(plain, within=Within(ids=pinned))).hits}
    passing = index.search(replace(plain, filters=query.filters, only_sold=query.only_sold, within=Within(ids=pinned))).hits
    shown = {hit.id for hit in passing}
    for one, rule in wanted:
        if reason := _reason(one, said, on_sale, shown):
            yield PinSkipped(id=one, rule=_name(rule, names), reason=reason)


def _reason(product_id: str, said: Said, on_sale: set[str], shown: set[str]) -> str:
    if product_id in said.hidden:
        return "hidden"
    if product_id not in on_sale:
        return "not_on_sale"
    return "" if product_id in shown else "filtered"


def _name(rule: SearchRule, names: dict[str, RuleName]) -> RuleName:
    return names.get(rule.id) or RuleName(id=rule.id, name=rule.name)


def _named(rule_ids: Iterable[str], names: dict[str, RuleName]) -> list[RuleName]:
    return [names[one] for one in dict.fromkeys(rule_ids) if one in names]
