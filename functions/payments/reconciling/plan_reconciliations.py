"""Which bills are to be compared: yesterday's of every provider, and those of the last week that could not be had until now."""

from __future__ import annotations

from datetime import date, timedelta

from functions.payments.providers import provider_codes, provider_named
from functions.payments.reconciling.reconciliation_runs import DONE, enqueue, find_run, run_id_of
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Remember

_DAYS_BACK = 7
_QUEUE = "reconciliations"


def plan() -> int:
    """Put them on the queue; returns how many. One too many does no harm: what is done is not done again."""
    run, planned = Run("reconcile-daily"), 0
    for code in provider_codes():
        with run.item(code):
            planned += send_all(_QUEUE, [_message(code, day) for day in _unfinished(code)])
    fact("reconciliations.planned", runs=planned)
    run.end()
    return planned


def run_again(code: str, day: date, *, remember: Remember[str]) -> str:
    """Staff want a bill compared (again); the run's id. Raises Invalid for a provider without bills, or a day that is not over."""
    if code not in provider_codes() or not provider_named(code).caps.reconcile or not provider_named(code).ready():
        raise Invalid.field("/provider", "unsupported_provider", "This provider has no bills here.")
    if day > _yesterday(code):
        raise Invalid.field("/day", "day_not_over", "Its bill is not written yet.")
    account = provider_named(code).account
    run = enqueue(code, account, day, remember(run_id_of(code, account, day)))
    send_all(_QUEUE, [_message(code, day)])
    return run.id


def _unfinished(code: str) -> list[date]:
    provider = provider_named(code)
    if not (provider.caps.reconcile and provider.ready()):
        return []
    days = [_yesterday(code) - timedelta(days=back) for back in range(_DAYS_BACK)]
    found = {day: find_run(run_id_of(code, provider.account, day)) for day in days}
    # The oldest first: a day's run looks at what the day before missed.
    return sorted(day for day, known in found.items() if known is None or known.status != DONE)


def _yesterday(code: str) -> date:
    return (clock.now() + provider_named(code).caps.bill_offset).date() - timedelta(days=1)


def _message(code: str, day: date) -> Message:
    return Message({"provider": code, "day": day.isoformat()})
