"""Where rules of searches stand.

| item | pk / sk | attributes |
|---|---|---|
| rule | `SEARCH_RULES` / id | body (search_rule.SearchRule), version |
| all of them | `SEARCH_RULES` / `ALL` | version: every write of a rule raises it, so that two that together make a cycle are not both written, and a reader knows what is new by one read |
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator

from functions.catalog.model.merchandising.search_rule import SearchRule
from functions.catalog.store.records import CatalogTable
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import table_name
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put

SEARCH_RULES_PK, ALL_SK, RULE_PREFIX = "SEARCH_RULES", "ALL", "srl"


class SearchRuleRecord(CatalogTable):
    class Meta:
        table_name = table_name("catalog")


def rules_version(*, consistent: bool = True) -> int:
    """0 where there never was a rule."""
    record = find(SearchRuleRecord, SEARCH_RULES_PK, ALL_SK, consistent=consistent)
    return int(record.version) if record else 0


def all_rules(*, consistent: bool = True) -> Iterator[SearchRule]:
    """In the order they were made in."""
    beginning = f"{RULE_PREFIX}_"
    found = in_partition(SearchRuleRecord, SEARCH_RULES_PK, beginning=beginning, consistent=consistent)
    return (load(SearchRule, record.body) for record in found)


def rules_page(*, limit: int, cursor: str | None) -> pages.Page[SearchRuleRecord]:
    return query_page(
        SearchRuleRecord, SEARCH_RULES_PK, query={"list": "search_rules"}, limit=limit, cursor=cursor,
        range_condition=SearchRuleRecord.sk.startswith(f"{RULE_PREFIX}_"),
    )  # fmt: skip


def rule_record(rule_id: str) -> SearchRuleRecord:
    """Raises NotFound."""
    record = find(SearchRuleRecord, SEARCH_RULES_PK, rule_id) if ids.is_id(RULE_PREFIX, rule_id) else None
    if record is None:
        raise NotFound("There is no such search rule.")
    return record


def record_of(rule: SearchRule, version: int) -> SearchRuleRecord:
    return SearchRuleRecord(SEARCH_RULES_PK, rule.id, kind="search_rule", version=version, body=dump(rule))


def next_version(version: int) -> Put:
    """Of all rules together. Overtaken, where another was written since `version` was read."""
    return locked_put(SearchRuleRecord(SEARCH_RULES_PK, ALL_SK, kind="search_rules", version=version + 1, body="{}"), version)
