"""The rules of risk as staff keep them: one item."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.payments.model.risk.settings import RiskSettings
from functions.payments.store.records import PaymentsTable
from functions.payments.store.risk_items import SETTINGS_KEY
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import VersionConflict
from functions.shared.store.again import again
from functions.shared.store.once import once_a_batch
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class KeptRisk:
    settings: RiskSettings
    version: int


def risk_settings_keys() -> Mapping[type[Record], list[tuple[str, str]]]:
    """For who reads them together with something else."""
    return {PaymentsTable: [(SETTINGS_KEY, SETTINGS_KEY)]}


def risk_settings_in(items: Mapping[tuple[type[Record], str, str], Record]) -> KeptRisk:
    return _kept(items.get((PaymentsTable, SETTINGS_KEY, SETTINGS_KEY)))


def kept_risk() -> KeptRisk:
    """One GetItem."""
    return _kept(find(PaymentsTable, SETTINGS_KEY, SETTINGS_KEY))


@once_a_batch
def risk_of_batch() -> KeptRisk:
    return kept_risk()


def _kept(record: Record | None) -> KeptRisk:
    return KeptRisk(load(RiskSettings, record.body), int(record.version)) if record else KeptRisk(RiskSettings(), 0)


def change_risk(change: Callable[[RiskSettings], RiskSettings], *, if_match: int | None, remember: Remember[KeptRisk]) -> KeptRisk:
    """Raises VersionConflict for a stale `if_match`, and what `change` does."""

    def attempt() -> KeptRisk:
        before = kept_risk()
        if if_match is not None and if_match != before.version:
            raise VersionConflict(before.version)
        settings = change(before.settings)
        if settings == before.settings:
            transact(remember(before))
            return before
        after = KeptRisk(settings, before.version + 1)
        item = PaymentsTable(pk=SETTINGS_KEY, sk=SETTINGS_KEY, kind="risk_settings", version=after.version, body=dump(settings))
        transact([locked_put(item, before.version), *remember(after)])
        return after

    return again(attempt)
