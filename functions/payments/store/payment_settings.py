"""The shop's own choices about payments: one item, written by staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.payments.model.cash_on_delivery import PaymentSettings
from functions.payments.store.change_item import change_item
from functions.payments.store.records import PaymentsTable
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember

_KEY = "SETTINGS"


@dataclass(frozen=True)
class Kept:
    settings: PaymentSettings
    version: int


def payment_settings() -> PaymentSettings:
    """One GetItem."""
    return kept_settings().settings


def kept_settings() -> Kept:
    return _kept(find(PaymentsTable, _KEY, _KEY))


def settings_keys() -> Mapping[type[Record], list[tuple[str, str]]]:
    """For who reads them together with something else."""
    return {PaymentsTable: [(_KEY, _KEY)]}


def settings_in(items: Mapping[tuple[type[Record], str, str], Record]) -> PaymentSettings:
    """Among what was read with `settings_keys`."""
    return _kept(items.get((PaymentsTable, _KEY, _KEY))).settings


def _kept(record: Record | None) -> Kept:
    return Kept(load(PaymentSettings, record.body), int(record.version)) if record else Kept(PaymentSettings(), 0)


def change_settings(change: Callable[[PaymentSettings], PaymentSettings], *, if_match: int | None, remember: Remember[Kept]) -> Kept:
    """Raises VersionConflict for a stale `if_match`."""

    def changed(before: Kept) -> Kept:
        return Kept(change(before.settings), before.version + 1)

    return change_item(_KEY, "settings", kept_settings, changed, if_match=if_match, remember=remember)
