"""What a campaign would do if it went now: whom it would tell, and whom it would hold out. It writes nothing."""

from __future__ import annotations

from functions.marketing.campaigns.choose import chosen
from functions.marketing.model.campaign import Group, Stage
from functions.marketing.store.campaigns import get_campaign
from functions.marketing.store.people import everybody
from functions.marketing.store.people_counts import asked_rule
from functions.marketing.store.segments import get_segment
from functions.shared.outside import clock
from functions.shared.plain import pages
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound, Unreadable

MOST_LOOKED = 5_000


@dataclass(frozen=True)
class Expected:
    """`told`, `held_out`: people. `told_before`: who match and were met by this series before. `next_cursor`: there are more people."""

    looked_at: int
    told: int
    held_out: int
    told_before: int
    next_cursor: str | None


def expect(campaign_id: str, cursor: str | None) -> Expected:
    """Of 5,000 people and some. Raises NotFound, Conflict (409 `segment_loop`, `unknown_segment`, `people_not_counted`), Unreadable (400
    `invalid_cursor`)."""
    campaign, query = get_campaign(campaign_id), {"expected": campaign_id}
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, str) and after):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    now, rule = clock.now(), campaign.rule
    if campaign.state in (Stage.DRAFT, Stage.SCHEDULED):
        try:
            segment = get_segment(campaign.segment_id)
        except NotFound as gone:
            raise Conflict("Its segment is not there any more.", code="unknown_segment") from gone
        rule = dict(asked_rule(segment.rule, segment.id))
    looked = told = held_out = before = 0
    last: str | None = None
    for at, some in everybody(after):
        found, known = chosen(campaign, rule, some, now)
        out = sum(one.group is Group.HELD_OUT for one in found)
        last, looked, told, held_out, before = at, looked + len(some), told + len(found) - out, held_out + out, before + known
        if looked >= MOST_LOOKED:
            break
    else:
        last = None
    return Expected(looked, told, held_out, before, pages.encode(last, query) if last else None)
