"""How well carriers have kept their word, counted parcel by parcel; and how much staff let that count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import VersionConflict
from functions.shared.store.again import again
from functions.shared.store.records import Record, find
from functions.shared.store.transactions import Exists, Remember, put_new, transact
from functions.shared.store.versions import locked_put
from functions.shipping.model.score import Scores, ScoreSetting, Tally, Weeks
from functions.shipping.store.records import (
    CARRIERS_PK,
    SCORE,
    SCORES_SK,
    WEEKS_SK,
    CountedRecord,
    ScoreRecord,
    ScoreSettingRecord,
    WeeksRecord,
    counted_pk,
    score_sk,
)

_KEEP_COUNTED = 400 * 24 * 3600
"""Seconds: longer than any parcel is on its way, so that none is counted twice."""


def scores() -> tuple[Scores, int]:
    """With the version of the setting, 0 until it is set. One Query."""
    records = list(ScoreRecord.query(CARRIERS_PK, ScoreRecord.sk.between(SCORES_SK, WEEKS_SK), consistent_read=True))
    setting = next((one for one in records if one.sk == SCORES_SK), None)
    return scores_in(records), int(setting.version) if setting else 0


def scores_in(records: Iterable[Record]) -> Scores:
    """From items of the carriers' partition, whatever else is among them."""
    found, setting, weeks = dict[tuple[str, str], Tally](), ScoreSetting(), Weeks()
    for record in records:
        if record.sk == SCORES_SK:
            setting = load(ScoreSetting, record.body)
        elif record.sk == WEEKS_SK:
            weeks = load(Weeks, record.body)
        elif record.sk.startswith(SCORE):
            carrier, _, service = record.sk.removeprefix(SCORE).partition("#")
            found[carrier, service] = load(Tally, record.body)
    return Scores(found, setting.weight, setting.floor, weeks.suspended)


def count(carrier: str, service: str, once: str, change: Callable[[Tally], Tally]) -> bool:
    """The carrier's tally after `change`; whether it was counted: `once` names what is counted for ever."""

    def attempt() -> bool:
        record = find(ScoreRecord, CARRIERS_PK, score_sk(carrier, service))
        version = int(record.version) if record else 0
        after = change(load(Tally, record.body) if record else Tally())
        item = ScoreRecord(pk=CARRIERS_PK, sk=score_sk(carrier, service), kind="score", version=version + 1, body=dump(after))
        mark = CountedRecord(pk=counted_pk(once), sk="COUNTED", kind="counted", ttl=int(clock.now().timestamp()) + _KEEP_COUNTED)
        try:
            transact([put_new(mark), locked_put(item, version)])
        except Exists:
            return False
        return True

    return again(attempt)


def set_weight(weight: int, floor: int, *, if_match: int | None, remember: Remember[Scores, int]) -> tuple[Scores, int]:
    """The scores with the setting changed, and its version. Raises VersionConflict (409)."""

    def attempt() -> tuple[Scores, int]:
        known, version = scores()
        if if_match is not None and if_match != version:
            raise VersionConflict(version)
        after = replace(known, weight=weight, floor=floor)
        setting = ScoreSettingRecord(
            pk=CARRIERS_PK, sk=SCORES_SK, kind="score_setting", version=version + 1, body=dump(ScoreSetting(weight, floor))
        )
        transact([locked_put(setting, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)


def change_weeks(change: Callable[[Weeks], Weeks], *, remember: Remember[Scores, int] | None = None) -> None:
    """What is known of weeks after `change`."""

    def attempt() -> None:
        record = find(WeeksRecord, CARRIERS_PK, WEEKS_SK)
        version, before = (int(record.version), load(Weeks, record.body)) if record else (0, Weeks())
        after = change(before)
        known = scores() if remember else None
        if known:
            known = replace(known[0], suspended=after.suspended), known[1]
        writes = remember(*known) if remember and known else []
        if after != before:
            item = WeeksRecord(pk=CARRIERS_PK, sk=WEEKS_SK, kind="weeks", version=version + 1, body=dump(after))
            writes = [locked_put(item, version), *writes]
        if writes:
            transact(writes)

    again(attempt)
