"""Write an experiment, start and stop it, and give new visitors other shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.reports.model.trial.experiment import Experiment, State
from functions.reports.store.experiment_items import (
    KnownExperiment,
    experiment_named,
    experiment_write,
    key_put,
    running_delete,
    running_experiments,
    running_put,
    start_put,
    starts,
)
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer

MOST_RUNNING = 20


def create_experiment(key: str, name: str, shares: dict[str, int], days: int, *, remember: Remember[KnownExperiment]) -> KnownExperiment:
    """A draft. Raises Conflict (409 `key_taken`)."""
    known = KnownExperiment(Experiment(fresh.new_id("exp"), key, name, shares, days, times.iso(clock.now())), 1)
    transact([experiment_write(known.experiment, 0), key_put(key, known.experiment.id), *remember(known)])
    return known


def change_experiment(
    experiment_id: str, name: str, shares: dict[str, int], days: int, *, if_match: int | None, remember: Remember[KnownExperiment]
) -> KnownExperiment:
    """While it runs other shares are for who comes new. Raises Conflict (409 `experiment_ended`), Invalid (422 `variants_fixed`,
    `days_fixed`) for other variants or days of one that runs."""

    def changed(before: Experiment, state: State) -> tuple[Experiment, Sequence[Write]]:
        if state is State.ENDED:
            raise Conflict("It ended: what it says stays.", code="experiment_ended")
        after = replace(before, name=name, shares=shares, days=days)
        if state is State.DRAFT:
            return after, []
        if list(shares) != list(before.shares):
            raise Invalid.field("/shares", "variants_fixed", "It runs: its variants stay, a share may be 0.")
        if days != before.days:
            raise Invalid.field("/days", "days_fixed", "It runs: how long stays.")
        return after, [running_put(after)]

    return _moved(experiment_id, changed, if_match, remember)


def start(experiment_id: str, *, if_match: int | None, remember: Remember[KnownExperiment]) -> KnownExperiment:
    """Raises Conflict (409 `experiment_ended`, `too_many_running`)."""

    def changed(before: Experiment, state: State) -> tuple[Experiment, Sequence[Write]]:
        if state is State.ENDED:
            raise Conflict("It ended: write another one.", code="experiment_ended")
        if state is State.RUNNING:
            return before, []
        now, before_it = times.iso(clock.now()), starts()
        if sum(one.state(now) is State.RUNNING for one in running_experiments()) >= MOST_RUNNING:
            raise Conflict(f"{MOST_RUNNING} experiments run: stop one first.", code="too_many_running")
        after = before.started(now)
        return after, [running_put(after), start_put(before_it)]

    return _moved(experiment_id, changed, if_match, remember)


def stop(experiment_id: str, *, if_match: int | None, remember: Remember[KnownExperiment]) -> KnownExperiment:
    """For good. Raises Conflict (409 `not_running`) for a draft."""

    def changed(before: Experiment, state: State) -> tuple[Experiment, Sequence[Write]]:
        if state is State.DRAFT:
            raise Conflict("It does not run.", code="not_running")
        if state is State.ENDED:
            return before, []
        return before.stopped(times.iso(clock.now())), [running_delete(before.id)]

    return _moved(experiment_id, changed, if_match, remember)


def _moved(
    experiment_id: str,
    change: Callable[[Experiment, State], tuple[Experiment, Sequence[Write]]],
    if_match: int | None,
    remember: Remember[KnownExperiment],
) -> KnownExperiment:
    def attempt() -> KnownExperiment:
        before = experiment_named(experiment_id)
        check_version(before.version, if_match)
        after, writes = change(before.experiment, before.experiment.state(times.iso(clock.now())))
        if after == before.experiment:
            keep_answer(remember(before))
            return before
        known = KnownExperiment(after, before.version + 1)
        transact([experiment_write(after, before.version), *writes, *remember(known)])
        return known

    return again(attempt)
