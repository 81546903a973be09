"""The list of tags is set, and staff give one to somebody or take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.marketing.model.known import CONSENT, Known, Tag
from functions.marketing.model.tagging import MOST_TEXT, TagRule, TagRules, asks_for_behaviour, faults_of_tags
from functions.marketing.store.people import known_of, known_put, still_there
from functions.marketing.store.people_counts import asked_for, people_count, people_count_put
from functions.marketing.store.segments import whole_rule
from functions.marketing.store.tag_rules import change_tag_rules, kept_tag_rules
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Conflict, Fault, Invalid, NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def set_tag_rules(tags: Sequence[TagRule], *, if_match: int | None, remember: Remember[TagRules, int]) -> tuple[TagRules, int]:
    """Followed in a few minutes. Raises Invalid (422), Conflict (409 `unknown_segment`, `segment_too_large`), VersionConflict (409)."""
    if faults := faults_of_tags(tags) or list(_faults_of_behaviour(tags)):
        raise Invalid("Some of the list is not acceptable.", faults=faults)
    if len(dump(TagRules(list(tags)))) > MOST_TEXT:
        raise Invalid("All rules together are too long.", faults=[Fault("/tags", "too_large", f"At most {MOST_TEXT} characters.")])
    kept = change_tag_rules(tags, if_match=if_match, remember=remember)
    _judge_soon()
    return kept


def _faults_of_behaviour(tags: Sequence[TagRule]) -> list[Fault]:
    return [
        Fault(f"/tags/{number}/behavioural", "behavioural", "What this rule asks for is what somebody does: it needs their consent.")
        for number, one in enumerate(tags)
        if one.rule is not None and asks_for_behaviour(whole_rule(one.rule)) and not one.behavioural
    ]


def _judge_soon() -> None:
    """Everybody, by the cuts of the last night. A worker that is under way is overtaken: one that looked at the list before this would
    end without another look. Who dies before this has people judged next night."""
    asked_for()

    def attempt() -> None:
        known, _ = people_count()
        begun = known.under_way or not known.counted_at
        transact([people_count_put(known if begun else replace(known, telling=True), due=clock.now())])

    again(attempt)


def give_tags(
    customer_id: str, wanted: Mapping[str, str], *, expected: int | None, caller: Caller, remember: Remember[Known]
) -> Known:  # fmt: skip
    """These are the tags that staff gave them, each until its moment (empty: for good). Raises NotFound, Invalid (422), Conflict (409
    `not_agreed`), VersionConflict (409), Erased."""
    rules, _ = kept_tag_rules()
    given = {tag: _to_give(rules, tag, number) for number, tag in enumerate(wanted)}
    if past := [number for number, until in enumerate(wanted.values()) if until and until <= times.iso(clock.now())]:
        raise Invalid("This is over.", faults=[Fault(f"/tags/{number}/until", "in_the_past", "Send a later moment.") for number in past])

    def attempt() -> Known:
        known, now = get_known(customer_id), clock.now()
        check_version(known.version, expected)
        if refused := [tag for tag, one in given.items() if one.behavioural and CONSENT not in known.consents]:
            raise Conflict("They do not agree to that what they do becomes a profile.", code="not_agreed", tags=refused)
        before = {one.tag: one for one in known.tags if one.by}
        own = [
            replace(before.get(tag) or Tag(tag, times.iso(now), by=caller.actor.id), until=until, behavioural=given[tag].behavioural)
            for tag, until in wanted.items()
        ]
        after = replace(known, tags=[*(one for one in known.tags if not one.by and one.tag not in wanted), *own])
        written = replace(after, version=known.version + 1)
        transact([still_there(customer_id), known_put(after), *remember(written)])
        return written

    return again(attempt)


def _to_give(rules: TagRules, tag: str, number: int) -> TagRule:
    found = rules.find(tag)
    if found is None or found.rule is not None:
        detail = "There is no such tag." if found is None else "This tag follows from its rule."
        raise Invalid("This is no tag to give.", faults=[Fault(f"/tags/{number}/tag", "no_tag_to_give", detail)], code="no_tag_to_give")
    return found


def get_known(customer_id: str) -> Known:
    """Raises NotFound, also for who was erased, or was there before marketing and was not taken in."""
    known = known_of(customer_id) if ids.is_id("cus", customer_id) else None
    if known is None or not known.version:
        raise NotFound("Nothing is known of such a customer.")
    return known
