"""What staff say of searches, put into the question: synonyms, pins, hidden products and boosts.

What a process knows is at most 15 seconds old: one read tells whether there is anything new, and only then all rules are read.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from functions.catalog.finding.parts import within_of
from functions.catalog.model.merchandising.search_rule import SearchRule
from functions.catalog.search import MAX_PINS, Boost, OtherText, SearchQuery, Sort, Synonyms, whole
from functions.catalog.store.merchandising.search_rule_records import all_rules, rules_version
from functions.shared.plain.deferred import dataclass

_FRESH_SECONDS = 15.0
_MOST_BOOSTS = 20


@dataclass(frozen=True)
class Known:
    version: int
    synonyms: Synonyms
    rankings: tuple[SearchRule, ...]
    queries: dict[str, tuple[str, ...]]
    """Of each rule, as `whole` writes them."""


@dataclass(frozen=True)
class Said:
    """What of it concerns one text. `boosts` with the rules they are of."""

    texts: tuple[OtherText, ...] = ()
    rules: tuple[SearchRule, ...] = ()
    pins: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    boosts: tuple[tuple[Boost, str], ...] = ()


_known: list[tuple[float, Known]] = []


def known_rules(*, fresh: float = _FRESH_SECONDS) -> Known:
    if not _known or time.monotonic() - _known[0][0] > fresh:
        read_at, version = time.monotonic(), rules_version(consistent=fresh == 0)
        same = _known and _known[0][1].version == version
        _known[:] = [(read_at, _known[0][1] if same else _read(version))]
    return _known[0][1]


def said_of(text: str, known: Known) -> Said:
    """Of several rules for one text the pins stand in the order of the rules; what one hides no other pins."""
    if not text.strip():
        return Said()
    asked = whole(text)
    rules = tuple(rule for rule in known.rankings if not known.queries[rule.id] or asked in known.queries[rule.id])
    rankings = [(rule, rule.ranking) for rule in rules if rule.ranking]
    hidden = tuple(dict.fromkeys(one for _, ranking in rankings for one in ranking.hidden))
    pins = tuple(one for one in dict.fromkeys(one for _, ranking in rankings for one in ranking.pinned) if one not in hidden)
    boosts = ((Boost(within_of(one.rule), one.weight), rule.id) for rule, ranking in rankings for one in ranking.boosts)
    return Said(tuple(known.synonyms.other_texts(text)), rules, pins[:MAX_PINS], hidden, tuple(boosts)[:_MOST_BOOSTS])


def as_said(query: SearchQuery, said: Said) -> SearchQuery:
    query = replace(query, also=tuple(one.text for one in said.texts), hidden=said.hidden)
    if query.sort is not Sort.RELEVANCE:
        return query
    return replace(query, pins=said.pins, boosts=tuple(boost for boost, _ in said.boosts))


def merchandised(query: SearchQuery) -> SearchQuery:
    """Without words it stays as it is."""
    return as_said(query, said_of(query.text, known_rules())) if query.text.strip() else query


def _read(version: int) -> Known:
    rules = [rule for rule in all_rules(consistent=True) if rule.active] if version else []
    rankings = tuple(rule for rule in rules if rule.ranking)
    queries = {rule.id: tuple(whole(one) for one in rule.ranking.queries) for rule in rankings if rule.ranking}
    return Known(version, Synonyms(_sets(rules)), rankings, queries)


def _sets(rules: list[SearchRule]) -> Iterator[tuple[str, list[str], list[str]]]:
    return ((rule.id, one.words, one.to) for rule in rules for one in rule.synonyms)


def forget() -> None:
    _known.clear()
