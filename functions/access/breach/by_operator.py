"""Face: a breach closed from the command line, with the keys of the AWS account, by the same rules; the fact left names the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.access.breach.close import BreachScope, Closed, check_moment, close
from functions.access.staff.by_operator import OPERATOR
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import fact_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store.transactions import transact


def operator_closes(kind: str, names: Sequence[str], *, sessions: bool, keys: bool, before: int | None, dry_run: bool) -> Closed:
    """`kind` and `names` as of `BreachScope`. The fact is written first: what is begun is told of. Raises as `close` does."""
    scope = BreachScope(kind, tuple(dict.fromkeys(names)))
    scope.check()
    check_moment(before)
    if not dry_run:
        note_operator("breach.closed", kind, {"scope": kind, "names": list(scope.names)[:100], "sessions": sessions, "keys": keys})
    closed = close(scope, sessions=sessions, keys=keys, before=before, dry_run=dry_run, caller=OPERATOR, remember=lambda _: [])
    return replace(closed, is_own=False)


def note_operator(action: str, subject: str, after: dict[str, object]) -> None:
    """A fact of what was done from the command line, for the audit log."""
    told = Fact(fresh.new_id("aud"), times.iso(clock.now()), "operator", "operator", action, subject, {}, after)
    transact([fact_put(told)])
