"""The rules of risk as staff keep them: one item."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.payments.model.risk.settings import RiskSettings
from functions.payments.store.change_item import change_item
from functions.payments.store.records import PaymentsTable
from functions.payments.store.risk_items import SETTINGS_KEY
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.once import once_a_batch
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember


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

    def changed(before: KeptRisk) -> KeptRisk:
        return KeptRisk(change(before.settings), before.version + 1)

    return change_item(SETTINGS_KEY, "risk_settings", kept_risk, changed, if_match=if_match, remember=remember)
