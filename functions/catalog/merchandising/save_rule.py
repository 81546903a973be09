"""Make, change and delete rules of searches. One is written at a time: what they say together must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.catalog.model.merchandising.search_rule import MOST_RULES, MOST_SETS, SearchRule, cycle_of
from functions.catalog.search import phrase_of
from functions.catalog.store.merchandising.search_rule_records import (
    SEARCH_RULES_PK,
    SearchRuleRecord,
    all_rules,
    next_version,
    record_of,
    rule_record,
    rules_version,
)
from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Remember, Write, put_new, transact
from functions.shared.store.versions import check_version, keep_answer, locked_delete, locked_put

Saved = tuple[SearchRule, int]


def create_rule(values: Mapping[str, Any], *, remember: Remember[SearchRule, int]) -> Saved:
    """Raises Conflict (409 `too_many_rules`), Invalid (422 `no_word`, `synonym_of_itself`, `synonym_cycle`, `too_many_synonyms`,
    `unknown_product`)."""
    rule = SearchRule(fresh.new_id("srl"), created_at=times.iso(clock.now()), **values)

    def attempt() -> Saved:
        version = rules_version()
        _check(rule, None)
        transact([put_new(record_of(rule, 1)), next_version(version), *remember(rule, 1)])
        return rule, 1

    return again(attempt)


def save_rule(rule_id: str, values: Mapping[str, Any], *, if_match: int | None, remember: Remember[SearchRule, int]) -> Saved:
    """All of it."""

    def attempt() -> Saved:
        of_all, record = rules_version(), rule_record(rule_id)
        check_version(record.version, if_match)
        before, version = load(SearchRule, record.body), int(record.version)
        after = replace(before, **values)
        if after == before:
            keep_answer(remember(before, version))
            return before, version
        _check(after, before)
        transact([locked_put(record_of(after, version + 1), version), next_version(of_all), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def delete_rule(rule_id: str, *, if_match: int | None, remember: list[Write]) -> None:
    def attempt() -> None:
        of_all, record = rules_version(), rule_record(rule_id)
        check_version(record.version, if_match)
        gone = SearchRuleRecord(SEARCH_RULES_PK, rule_id)
        transact([locked_delete(gone, record.version), next_version(of_all), *remember])

    again(attempt)


def _check(rule: SearchRule, before: SearchRule | None) -> None:
    others = [one for one in all_rules() if one.id != rule.id]
    if before is None and len(others) >= MOST_RULES:
        raise Conflict(f"There are {MOST_RULES} rules already.", code="too_many_rules")
    if rule.synonyms:
        _check_words(rule)
        _check_together(rule, others)
    if rule.ranking:
        _check_ranking(rule, before)


def _check_words(rule: SearchRule) -> None:
    for number, one in enumerate(rule.synonyms):
        at = f"/synonyms/{number}"
        keys = [phrase_of(word) for word in one.words], [phrase_of(word) for word in one.to]
        for name, phrases in zip(("words", "to"), keys, strict=True):
            if empty := [place for place, key in enumerate(phrases) if not key]:
                raise Invalid.field(f"{at}/{name}/{empty[0]}", "no_word", "There is no word in it.")
        together = [*keys[0], *keys[1]]
        if len(set(together)) != len(together):
            raise Invalid.field(at, "synonym_of_itself", "Two of these are the same to a search.")


def _check_together(rule: SearchRule, others: list[SearchRule]) -> None:
    """Rules that are off count, too: switching one on later must be possible."""
    sets = [one for other in (*others, rule) for one in other.synonyms]
    if len(sets) > MOST_SETS:
        raise Invalid.field("/synonyms", "too_many_synonyms", f"At most {MOST_SETS} in all rules.")
    cycle = cycle_of(([_written(word) for word in one.words], [_written(word) for word in one.to]) for one in sets)
    if cycle:
        raise Invalid.field("/synonyms", "synonym_cycle", f"One way and back: {' → '.join(cycle)}. Let them find each other instead.")


def _written(word: str) -> str:
    return " ".join(phrase_of(word))


def _check_ranking(rule: SearchRule, before: SearchRule | None) -> None:
    """Products that it named before may be gone by now."""
    assert rule.ranking is not None
    for number, query in enumerate(rule.ranking.queries):
        if not phrase_of(query):
            raise Invalid.field(f"/ranking/queries/{number}", "no_word", "There is no word in it.")
    had = {*before.ranking.pinned, *before.ranking.hidden} if before and before.ranking else set()
    named = [(f"/ranking/{name}/{at}", one) for name in ("pinned", "hidden") for at, one in enumerate(getattr(rule.ranking, name))]
    new = {product_pk(one): pointer for pointer, one in named if one not in had}
    there = {record.pk for record in find_many({CardRecord: [(pk, CARD_SK) for pk in new]}).values()} if new else set()
    faults = [Fault(pointer, "unknown_product", "There is no such product.") for pk, pointer in new.items() if pk not in there]
    if faults:
        raise Invalid("The rule names what there is not.", code="unknown_product", faults=faults)
