"""Every hour: the hours that ended are counted, and each is compared with the four weeks before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from functions.reports.detection.count_hours import count_each
from functions.reports.detection.reasons import reason_of
from functions.reports.facts.read_facts import FactsOf, facts_of, facts_where_any
from functions.reports.model.detection.episodes import OVER, Episodes
from functions.reports.model.detection.examine import LEARNS, examine
from functions.reports.model.detection.pulse import Pulse
from functions.reports.model.lake_row import HOUR, hour_of, start_of
from functions.reports.store.duck import opened
from functions.reports.store.finding_items import Found, Going, going_on, pulses, put_found, put_going, put_pulses
from functions.reports.store.report_mails import kept_mails
from functions.shared.events.contracts.staff import FindingTold
from functions.shared.outside import clock
from functions.shared.outside.observability import alarmed, fact

_AGAIN, _MOST, _LOOKED_BACK = 3, 200, 48
"""Hours that are counted again, since events come late; how many are counted in a run at most; and how old one may be to be looked at."""


def look() -> int:
    """How many findings are news. Whoever dies anywhere looks again, and finds the same."""
    now = start_of(hour_of(clock.now())) - HOUR
    known = count_hours(now, facts=facts_where_any())
    if not known or known[-1].hour != hour_of(now):
        return 0  # a shop that begins catches up first
    news = sum(_tell(one) for one in looked_at(known, hour_of(now - _LOOKED_BACK * HOUR)))
    fact("reports.looked", hours=len(known), found=news)
    return news


def looked_at(known: Sequence[Pulse], since: str) -> Iterator[Found]:
    """What is news in the hours from `since` on that nobody looked at; each is done when the next is asked for."""
    going = going_on()
    episodes = Episodes({_name(text): at for text, at in going.last.items()})
    for place, pulse in enumerate(known):
        if pulse.hour <= going.looked or pulse.hour < since:
            continue
        episodes, new = episodes.after(_number(pulse.hour), examine(known[: place + 1]))
        yield from (Found.of(pulse.hour, one) for one in new)
        put_going(Going(pulse.hour, {"|".join(name): at for name, at in episodes.last.items()}))


def _tell(found: Found) -> bool:
    """Whether it is news; then the staff who are to know are told, and the alarm of findings rings, once for each."""
    at, reason = f"{found.at}:00:00Z", reason_of(found.finding)
    told = [FindingTold(found.id, person, found.finding.kind, at, reason) for person in dict.fromkeys(kept_mails()[0].findings)]
    if is_new := put_found(found, told):
        alarmed("finding.opened", kind=found.finding.kind, hour=found.at)
    return is_new


def count_hours(now: datetime, *, looked_back: int = _LOOKED_BACK, most: int = _MOST, facts: FactsOf = facts_of) -> Sequence[Pulse]:
    """All hours that are known until now, without a gap; `most` of them are counted, those of a day of UTC together."""
    first = now - (LEARNS + OVER + looked_back) * HOUR
    known = {one.hour: one for one in pulses(first, now)}
    begin = max((start_of(hour) for hour in known), default=first - HOUR) + HOUR
    wanted = [begin + number * HOUR for number in range(-_AGAIN, most) if first <= begin + number * HOUR <= now]
    with opened() as lake:
        for _, of_day in groupby(wanted, key=datetime.date):
            counted = count_each([hour_of(moment) for moment in of_day], lake, facts)
            put_pulses([pulse for pulse in counted if known.get(pulse.hour) != pulse])
            known |= {pulse.hour: pulse for pulse in counted}
    hours = [first + timedelta(hours=number) for number in range(LEARNS + OVER + looked_back + 1)]
    found = list[Pulse]()
    for moment in hours:
        if (one := known.get(hour_of(moment))) is not None:
            found.append(one)
        elif found:
            break
    return found


def _number(hour: str) -> int:
    return int(start_of(hour).timestamp()) // 3600


def _name(text: str) -> tuple[str, str]:
    kind, _, subject = text.partition("|")
    return kind, subject
