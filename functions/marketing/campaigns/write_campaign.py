"""Campaigns are written, put to a time, and stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.aftersales import form_is_open
from functions.marketing.model.campaign import TRANSITIONS, Campaign, Kind, Stage
from functions.marketing.store.campaigns import campaign_put, get_campaign
from functions.marketing.store.people_counts import asked_rule
from functions.marketing.store.segments import get_segment
from functions.notifications import published_languages
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.i18n import best_of
from functions.shared.plain.settings import settings
from functions.shared.plain.state import advance
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version


def create_campaign(fields: Mapping[str, Any], *, caller: Caller, remember: Remember[Campaign]) -> Campaign:
    """Raises Invalid (422 `unknown_segment`, `unknown_form`)."""
    _check_segment(fields["segment_id"])
    _check_form(fields["form_id"])
    new = fresh.new_id("mcp")
    made = Campaign(id=new, series=new, created_at=times.iso(clock.now()), created_by=caller.id, **fields)
    return _write(made, "", remember)


def change_campaign(campaign_id: str, fields: Mapping[str, Any], *, expected: int | None, remember: Remember[Campaign]) -> Campaign:
    """Only a draft. Raises NotFound, Conflict (409 `not_a_draft`), Invalid (422 `unknown_segment`, `unknown_form`)."""

    def attempt() -> Campaign:
        before = get_campaign(campaign_id)
        check_version(before.version, expected)
        if before.state is not Stage.DRAFT:
            raise Conflict("Only a draft is changed.", code="not_a_draft", state=before.state.value)
        _check_segment(fields["segment_id"])
        _check_form(fields["form_id"])
        return _write(replace(before, **fields), "", remember)

    return again(attempt)


def schedule(campaign_id: str, at: str | None, local_at: str | None, *, expected: int | None, remember: Remember[Campaign]) -> Campaign:
    """Now, where no time is named. Raises NotFound, IllegalTransition (409), Conflict (409 `template_missing`, `form_closed`,
    `segment_loop` …), Invalid (422 `in_the_past`)."""

    def attempt() -> Campaign:
        before, now = get_campaign(campaign_id), times.iso(clock.now())
        check_version(before.version, expected)
        state = advance(TRANSITIONS, before.state, Stage.SCHEDULED)
        after = replace(before, state=state, at="" if local_at else at or now, local_at=local_at or "")
        if (at or local_at) and after.begins_at < now:
            where = "/local_at" if local_at else "/at"
            said = "That time is over, or over for some readers already." if local_at else "That time is over."
            raise Invalid.field(where, "in_the_past", said)
        segment = get_segment(before.segment_id)
        asked_rule(segment.rule, segment.id)
        _check_template(after)
        return _write(after, after.begins_at, remember)

    return again(attempt)


def cancel(campaign_id: str, *, expected: int | None, remember: Remember[Campaign]) -> Campaign:
    """Whoever was not told yet is not told. Raises NotFound, IllegalTransition (409)."""

    def attempt() -> Campaign:
        before = get_campaign(campaign_id)
        check_version(before.version, expected)
        state = advance(TRANSITIONS, before.state, Stage.CANCELLED)
        return _write(replace(before, state=state, ended_at=times.iso(clock.now())), "", remember)

    return again(attempt)


def _write(one: Campaign, due: str, remember: Remember[Campaign]) -> Campaign:
    written = replace(one, version=one.version + 1)
    transact([campaign_put(one, due=due), *remember(written)])
    return written


def _check_segment(segment_id: str) -> None:
    try:
        get_segment(segment_id)
    except NotFound:
        raise Invalid.field("/segment_id", "unknown_segment", "There is no such segment.") from None


def _check_form(form_id: str) -> None:
    if form_id and form_is_open(form_id) is None:
        raise Invalid.field("/form_id", "unknown_form", "There is no such form.")


def _check_template(one: Campaign) -> None:
    """Who reads none of its languages reads the shop's own: so it has to be written in that."""
    if one.kind is Kind.SURVEY:
        if one.form_id and not form_is_open(one.form_id):
            raise Conflict("The form of this survey is closed: nobody could answer.", code="form_closed")
        return
    there, own = published_languages(one.event, one.channel), settings().default_language
    if best_of(there, [own]) is None:
        detail = f"Publish {one.event}.{one.channel}.{own} first: whoever reads no other language of the message reads this."
        raise Conflict(detail, code="template_missing", languages=sorted(there), wanted=own)
