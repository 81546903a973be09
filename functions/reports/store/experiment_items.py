"""What the reports table keeps of A/B tests.

- pk `EXPERIMENTS`, sk the id: body an experiment.Experiment, version.
- pk `EXPERIMENTS#RUNNING`, sk the id: the same, while it runs.
- pk `EXPERIMENTS#STARTS` (sk the same): its version counts starts, so that two at once do not take one place.
- pk `EXPERIMENTS#KEY#<key>` (sk `KEY`): body the id; a key is never given again, since storefronts know it.
- pk `UNIT#<keyed hash of experiment and visitor or customer>` (sk `UNIT`): body the variant that they got first; ttl.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.reports.model.trial.experiment import Experiment
from functions.reports.store.records import ReportsTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.ids import is_id
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Delete, Put
from functions.shared.store.versions import locked_put

_ALL, _RUNNING, _STARTS, _UNIT_SK, _KEY_SK = "EXPERIMENTS", "EXPERIMENTS#RUNNING", "EXPERIMENTS#STARTS", "UNIT", "KEY"


@dataclass(frozen=True)
class KnownExperiment:
    experiment: Experiment
    version: int


def experiment_named(experiment_id: str) -> KnownExperiment:
    """Raises NotFound."""
    record = find(ReportsTable, _ALL, experiment_id) if is_id("exp", experiment_id) else None
    if record is None:
        raise NotFound("There is no such experiment.")
    return KnownExperiment(load(Experiment, record.body), int(record.version))


def experiments_page(*, limit: int, cursor: str | None) -> Page[KnownExperiment]:
    """The newest first."""
    page = query_page(ReportsTable, _ALL, query={"list": "experiments"}, limit=limit, cursor=cursor, newest_first=True)
    return Page([KnownExperiment(load(Experiment, one.body), int(one.version)) for one in page.data], page.next_cursor)


def running_experiments() -> list[Experiment]:
    return [load(Experiment, one.body) for one in in_partition(ReportsTable, _RUNNING)]


def experiment_write(one: Experiment, version: int) -> Put:
    """`version`: that which was read, 0 for a new one."""
    return locked_put(ReportsTable(pk=_ALL, sk=one.id, kind="experiment", version=version + 1, body=dump(one)), version)


def starts() -> int:
    """How often one was started. Read before the running ones are counted."""
    record = find(ReportsTable, _STARTS, _STARTS)
    return int(record.version) if record is not None else 0


def start_put(before: int) -> Put:
    """With a start. Raises Overtaken when another one started since `before` was read."""
    return locked_put(ReportsTable(pk=_STARTS, sk=_STARTS, kind="experiment_starts", version=before + 1), before)


def running_put(one: Experiment) -> Put:
    return Put(ReportsTable(pk=_RUNNING, sk=one.id, kind="experiment", body=dump(one)))


def running_delete(experiment_id: str) -> Delete:
    return Delete(ReportsTable(pk=_RUNNING, sk=experiment_id))


def key_put(key: str, experiment_id: str) -> Put:
    """Fails with Conflict (409 `key_taken`)."""
    record = ReportsTable(pk=f"EXPERIMENTS#KEY#{key}", sk=_KEY_SK, kind="experiment_key", body=experiment_id)
    return Put(record, ReportsTable.pk.does_not_exist(), Conflict("Another experiment has or had this key.", code="key_taken"))


def got_before(units: Sequence[str]) -> Mapping[str, str]:
    """The variant of each unit that was seen before."""
    found = find_many({ReportsTable: [(f"UNIT#{one}", _UNIT_SK) for one in units]}) if units else {}
    return {record.pk.removeprefix("UNIT#"): str(record.body) for record in found.values()}


def unit_put(unit: str, variant: str, ttl: int) -> Put:
    """Once: what somebody got stays. Raises Overtaken."""
    record = ReportsTable(pk=f"UNIT#{unit}", sk=_UNIT_SK, kind="experiment_unit", body=variant)
    record.ttl = ttl
    return Put(record, ReportsTable.pk.does_not_exist(), Overtaken())
