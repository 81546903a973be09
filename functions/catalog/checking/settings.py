"""The rules as they are stored."""

from __future__ import annotations

from functions.catalog.checking.records import RULES_KEY
from functions.catalog.checking.rules import ModerationRules
from functions.catalog.store.records import CatalogTable
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, keep_answer, locked_put


def kept_rules() -> tuple[ModerationRules, int]:
    """With their version; 0 while nothing was ever said."""
    record = find(CatalogTable, *RULES_KEY)
    return (load(ModerationRules, record.body), int(record.version)) if record is not None else (ModerationRules(), 0)


def change_rules(
    rules: ModerationRules, *, if_match: int | None, remember: Remember[ModerationRules, int]
) -> tuple[ModerationRules, int]:  # fmt: skip
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[ModerationRules, int]:
        before, version = kept_rules()
        check_version(version, if_match)
        if rules == before:
            keep_answer(remember(before, version))
            return before, version
        record = CatalogTable(*RULES_KEY, kind="moderation_settings", body=dump(rules), version=version + 1)
        transact([locked_put(record, version), *remember(rules, version + 1)])
        return rules, version + 1

    return again(attempt)
