"""Decisions on consents go when their period is over: the events of their month, and of who was erased what counted last. What counts now
of somebody who is there stays: a no must hold, a yes is still acted on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from functions.privacy.model.consent import Consent
from functions.privacy.model.retention import OTHERS
from functions.privacy.retaining.old_orders import FIRST_MONTH, next_month
from functions.privacy.store import items
from functions.privacy.store.records import CONSENT, PASSED_CONSENTS_SK, SETTINGS_PK, SettingRecord, consents_noted
from functions.privacy.store.retention import retention
from functions.privacy.store.tombstones import is_erased
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.shards import shards_of

_PRIVACY = "privacy"


def end_consents(time_is_up: Callable[[], bool]) -> int:
    """How many decisions. A run that ends in the middle goes on with the next one."""
    period, gone = retention().period("consent", OTHERS), 0
    record = find(SettingRecord, SETTINGS_PK, PASSED_CONSENTS_SK)
    month = load(str, record.body) if record else FIRST_MONTH
    while _is_over(month, period):
        for decision in [one for shard in shards_of(consents_noted(month)) for one in items.items_of(_PRIVACY, shard, index="due")]:
            if time_is_up():
                return gone
            _forget_what_counted(decision.pk)
            items.remove(decision)
            gone += 1
        month = next_month(month)
        SettingRecord(pk=SETTINGS_PK, sk=PASSED_CONSENTS_SK, kind="passed", body=dump(month)).save()
    fact("retention.consents_ended", gone=gone)
    return gone


def _is_over(month: str, period: timedelta) -> bool:
    return datetime(int(month[:4]) + 1, 1, 1, tzinfo=clock.now().tzinfo) + period <= clock.now()


def _forget_what_counted(pk: str) -> None:
    if is_erased(pk.partition("#")[2]):
        for one in [*items.items_of(_PRIVACY, pk)]:
            if one.sk.startswith(CONSENT) and _is_over(load(Consent, one.text("body")).decided_at, retention().period("consent", OTHERS)):
                items.remove(one)
