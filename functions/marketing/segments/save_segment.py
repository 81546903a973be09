"""Segments are made, changed and removed; none that cannot be evaluated is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.marketing.model.rule import faults_of, named_in
from functions.marketing.model.segment import Segment
from functions.marketing.store.segments import (
    MOST_SEGMENTS,
    all_segments,
    get_segment,
    segment_delete,
    segment_put,
    whole_rule,
)
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def create_segment(name: str, rule: Mapping[str, Any], *, caller: Caller, remember: Remember[Segment]) -> Segment:
    """Raises Invalid (422), Conflict (409 `unknown_segment`, `segment_too_large`, `too_many_segments`)."""
    _check(rule)
    whole_rule(rule)
    if len(all_segments()) >= MOST_SEGMENTS:
        raise Conflict(f"There are {MOST_SEGMENTS} segments.", code="too_many_segments")
    now = times.iso(clock.now())
    made = Segment(fresh.new_id("seg"), name, dict(rule), now, now, caller.id)
    written = replace(made, version=1)
    transact([segment_put(made), *remember(written)])
    return written


def change_segment(
    segment_id: str, name: str, rule: Mapping[str, Any], *, expected: int | None, caller: Caller, remember: Remember[Segment]
) -> Segment:
    """For campaigns that have not begun, too. Raises as `create_segment`, Conflict (409 `segment_loop`), NotFound."""
    _check(rule)

    def attempt() -> Segment:
        before = get_segment(segment_id)
        check_version(before.version, expected)
        whole_rule(rule, segment_id)
        after = replace(before, name=name, rule=dict(rule), edited_at=times.iso(clock.now()), edited_by=caller.id)
        written = replace(after, version=before.version + 1)
        transact([segment_put(after), *remember(written)])
        return written

    return again(attempt)


def remove_segment(segment_id: str, *, expected: int | None, remember: Remember[()]) -> None:
    """Raises Conflict (409 `segment_in_use`), NotFound. A campaign that was to use it and has not begun is stopped (`unknown_segment`)
    when its time comes."""

    def attempt() -> None:
        before = get_segment(segment_id)
        check_version(before.version, expected)
        if users := [one.id for one in all_segments() if segment_id in named_in(one.rule)]:
            raise Conflict("Other segments name this one.", code="segment_in_use", segments=users)
        transact([segment_delete(before), *remember()])

    again(attempt)


def _check(rule: Mapping[str, Any]) -> None:
    if faults := faults_of(rule):
        raise Invalid("Some of the rule is not acceptable.", faults=faults)
