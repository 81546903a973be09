"""What all rows of one import share, and what became of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field

from functions.moving.model.group import Fault, Group
from functions.platform import RowError, RowResult, RowStatus, row_put
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.store.transactions import Write


@dataclass(frozen=True)
class Applied:
    """`remarks` are of the row, `differences` of its amounts."""

    status: RowStatus
    id: str | None
    remarks: Sequence[Fault] = ()
    differences: Sequence[RowError] = ()

    def result(self, lines: Sequence[int]) -> RowResult:
        told = [RowError(one.line, one.field, one.code, one.detail) for one in self.remarks]
        return RowResult(tuple(lines), self.status, self.id, (*told, *self.differences))


@dataclass(frozen=True)
class Run:
    """`source`: which shop the file is of; names of things are its own. `buyers`: who has which login, asked once a call."""

    job_id: str
    actor: Actor
    source: str
    dry: bool = False
    buyers: dict[str, str | None] = field(default_factory=dict)

    def row_writes(self, group: Group, applied: Applied) -> Sequence[Write]:
        """For the transaction of the effect: after a crash nobody wonders whether the row was done."""
        return [row_put(self.job_id, applied.result(group.lines))]

    def customer_with(self, login: str, ask: Callable[[str], str | None]) -> str | None:
        if login and login not in self.buyers:
            self.buyers[login] = ask(login)
        return self.buyers.get(login)
