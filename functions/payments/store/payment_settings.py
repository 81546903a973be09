"""The shop's own choices about payments: one item, written by staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.payments.model.cash_on_delivery import PaymentSettings
from functions.payments.store.records import PaymentsTable
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import VersionConflict
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_put

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

    def attempt() -> Kept:
        before = kept_settings()
        if if_match is not None and if_match != before.version:
            raise VersionConflict(before.version)
        settings = change(before.settings)
        if settings == before.settings:
            transact(remember(before))
            return before
        after = Kept(settings, before.version + 1)
        item = PaymentsTable(pk=_KEY, sk=_KEY, kind="settings", version=after.version, body=dump(settings))
        transact([locked_put(item, before.version), *remember(after)])
        return after

    return again(attempt)
