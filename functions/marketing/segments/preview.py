"""How many a segment has now, and some of them. One call looks at so many people and says where to go on."""

from __future__ import annotations

from collections import Counter

from functions.marketing.model.known import Known
from functions.marketing.model.rule import matches
from functions.marketing.store.people import everybody
from functions.marketing.store.people_counts import asked_rule
from functions.marketing.store.segments import get_segment
from functions.shared.outside import clock
from functions.shared.plain import pages
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable

MOST_LOOKED = 5_000


@dataclass(frozen=True)
class Preview:
    count: int
    looked_at: int
    by_language: dict[str, int]
    sample: list[Known]
    next_cursor: str | None


def preview(segment_id: str, *, limit: int, cursor: str | None) -> Preview:
    """Raises NotFound, Conflict (409 `segment_loop`, `unknown_segment`, `people_not_counted`), Unreadable (400 `invalid_cursor`)."""
    segment = get_segment(segment_id)
    rule, now, query = asked_rule(segment.rule, segment.id), clock.now(), {"preview": segment.id}
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, str) and after):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    looked, sample, languages = 0, list[Known](), Counter[str]()
    last: str | None = None
    for at, some in everybody(after):
        last, looked = at, looked + len(some)
        for known in some:
            if matches(rule, known, now):
                languages[known.language or "?"] += 1
                sample += [known] if len(sample) < limit else []
        if looked >= MOST_LOOKED:
            break
    else:
        last = None
    return Preview(languages.total(), looked, dict(languages), sample, pages.encode(last, query) if last else None)
