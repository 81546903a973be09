"""Which variant of each running experiment somebody gets: that which they got first, whatever became of the shares since."""

from __future__ import annotations

from datetime import timedelta

from functions.reports.model.trial.experiment import Experiment, State, drawn
from functions.reports.store.experiment_items import got_before, running_experiments, unit_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import filed
from functions.shared.store.again import again
from functions.shared.store.kept import Kept
from functions.shared.store.transactions import Put, transact

REMEMBERED = timedelta(days=100)
"""An experiment runs for 90 days at most."""
_running = Kept(15.0, running_experiments)


def forget() -> None:
    """For tests: what runs is read at the next use."""
    _running.forget()


def running() -> list[Experiment]:
    now = times.iso(clock.now())
    return [one for one in _running() if one.state(now) is State.RUNNING]


def assigned(visitor: str, customer_id: str) -> list[tuple[Experiment, str]]:
    """One request to read, and one to write when somebody is seen for the first time. A customer keeps what they got on whichever device;
    the browser with which they come first gives them its own."""
    experiments = running()

    def attempt() -> list[tuple[Experiment, str]]:
        if not experiments:
            return []
        browsers = {one.id: filed("experiment", one.id, visitor) for one in experiments}
        people = {one.id: filed("experiment", one.id, customer_id) for one in experiments} if customer_id else {}
        before = got_before([*browsers.values(), *people.values()])
        writes, given = dict[str, Put](), list[tuple[Experiment, str]]()
        ttl = int((clock.now() + REMEMBERED).timestamp())
        for one in experiments:
            person, browser = people.get(one.id, ""), browsers[one.id]
            variant = before.get(person) or before.get(browser) or drawn(one.id, customer_id or visitor, one.shares)
            given.append((one, variant))
            writes |= {unit: unit_put(unit, variant, ttl) for unit in (person, browser) if unit and unit not in before}
        if writes:
            transact(list(writes.values()))
        return given

    return again(attempt)
