"""The list of tags as it is stored, and as it is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from functions.marketing.model.rule import Rule, with_cuts
from functions.marketing.model.tagging import Ready, TagRule, TagRules
from functions.marketing.store.records import TAGS_KEY, TagRulesRecord
from functions.marketing.store.segments import whole_rule
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


def kept_tag_rules() -> tuple[TagRules, int]:
    """With their version, 0 where nobody set any. One GetItem."""
    record = find(TagRulesRecord, TAGS_KEY, TAGS_KEY)
    return (load(TagRules, record.body), int(record.version)) if record else (TagRules(), 0)


def change_tag_rules(tags: Sequence[TagRule], *, if_match: int | None, remember: Remember[TagRules, int]) -> tuple[TagRules, int]:
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[TagRules, int]:
        before, version = kept_tag_rules()
        check_version(version, if_match)
        after = before.followed_by(tags, version + 1)
        record = TagRulesRecord(pk=TAGS_KEY, sk=TAGS_KEY, kind="tag_rules", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def ready(rules: TagRules, cuts: Mapping[str, Any]) -> list[Ready]:
    """A GetItem for each segment that they name."""
    return [Ready(one, _whole(one.rule, cuts) if one.rule is not None else None) for one in rules.tags]


def _whole(rule: Rule, cuts: Mapping[str, Any]) -> Rule | None:
    # A segment was removed, or changed to be a part of itself, since the list was set.
    with suppress(Conflict):
        return with_cuts(whole_rule(rule), cuts)
    return None
