"""A shop that was lived in is backed up, lives on, is brought back to a second, loses everything, comes back, and lives on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.sealing import KEY_SK
from infra.restore.backups import named
from infra.restore.copies import Copy, begin
from infra.restore.sets import TableSet
from infra.restore.then import differing, items_of
from infra.restore.then import states as states_of
from proofs.claim import ROOT, Asked, Verdict
from proofs.cost.proof import BEGIN
from proofs.rebuild.dropped import feeds
from proofs.rebuild.folds import FOLDS, events
from proofs.restore.content import content, differences, files
from proofs.restore.stage import Stage, kept_in_region, next_second, staged
from proofs.shop import lives
from proofs.shop.deeper import any_life, stocked
from proofs.shop.engine import plain
from proofs.shop.offers import make_offers
from proofs.shop.world import World, opened
from tests.integration.restore.conftest import STAGE
from tests.support.tables import kept_tables

_PART = 25
_SAFE, _LOST, _MOMENT = "-safe", "-lost", "-moment"
_KEPT_FOR_GOOD = {"event": "occurred_at", "journal": "at", "case_change": "at"}
"""Items that tell what happened, and the field of their body that says when."""


def prove(asked: Asked) -> Verdict:
    number = asked.choose(small=1, quick=15, full=1_000)
    parts = [f"lives {asked.seed + n} {min(_PART, number - n * _PART)}" for n in range(-(-number // _PART))]
    done = asked.each(parts, lambda name: _part(int(name.split()[1]), int(name.split()[2]), deep=asked.depth != "small"))
    wrong = [f"{name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    sums = sum((Counter(one["counts"]) for one in done.values()), Counter[str]())
    hashes = ", ".join(one["hash"] for one in list(done.values())[:3])
    shapes = sum((Counter(one["shapes"]) for one in done.values()), Counter[str]())
    said = (
        f"{3 * number:,} lives in {len(done)} shops; all tables and files lost: `shop restore` brought {sums['items']:,} items "
        f"({sums['opened']:,} with something sealed, which was opened; {sums['closed']:,} sealed with what only their callers have) and "
        f"{sums['files']:,} files back with the same hash of each table and file (of all: {hashes}); the shop went on: {sums['told']:,} "
        f"events told again left {sums['folded']:,} folds as they were, and more lives were lived; with the event items since the backup, "
        f"{sums['then']:,} states are those of one second between backup and loss, and `--at` tells the {sums['listed']:,} of them "
        f"that the backup has otherwise; {shapes.total():,} requests of {len(shapes)} kinds, "
        f"{shapes['RestoreTableToPointInTime']} for a point in time among them, have the shape of the service's model"
    )
    return Verdict(said, wrong, not_coming_back())


def _part(seed: int, number: int, *, deep: bool) -> dict[str, Any]:
    """`deep`: also lives that go through more than an order."""
    with opened(seed, BEGIN) as world, staged(world) as stage:
        variants = lives.a_product(world, 1000, variants=3)
        (stocked if deep else make_offers)(world)
        feeds(world)
        _live(world, variants, number)
        then, files_then = content(stage, ""), files()
        stage.shop("backup", "create", _SAFE[1:])
        taken = named(stage.dynamodb, STAGE, _SAFE[1:]).taken_at
        next_second()
        _live(world, variants, number)
        second, states = clock.now(), _stored()
        world.later(seconds=1)
        _live(world, variants, number)
        counts: Counter[str] = Counter(items=then.items, opened=then.opened, closed=then.closed, files=len(files_then))
        wrong = _by_moment(stage, taken)
        wrong += _to_a_second(stage, second, states, counts)
        stage.lose()
        stage.shop("restore", "--to", _SAFE[1:], "--suffix", _LOST[1:], "--files", "--yes")
        wrong += [f"after the loss: {one}" for one in differences(then, content(stage, _LOST))]
        now = files()
        wrong += [f"the file {key} is not what it was" for key, digest in files_then.items() if now.get(key) != digest]
        wrong += [] if files_then and then.opened else ["there was no file, or nothing sealed, to compare"]
        stage.use(_LOST)
        wrong += _goes_on(world, variants, counts)
        wrong += stage.shapes.wrong
        return {"wrong": wrong, "counts": counts, "hash": then.hash, "shapes": stage.shapes.asked}


def _live(world: World, variants: list[str], number: int) -> None:
    for _ in range(number):
        any_life(world, variants)


def _stored() -> dict[str, Any]:
    return {name: stored() for name, (_, stored) in FOLDS.items()}


def _by_moment(stage: Stage, moment: datetime) -> list[str]:
    """moto knows no past: what counts is what it is asked."""
    asked = stage.shapes.asked["RestoreTableToPointInTime"]
    target = TableSet(STAGE, _MOMENT)
    begin(stage.dynamodb, Copy(TableSet(STAGE, ""), target, moment - timedelta(minutes=1)), lambda _: None)
    missing = len(target.restored) - (stage.shapes.asked["RestoreTableToPointInTime"] - asked)
    return [f"{missing} tables were not asked back to a point in time"] if missing else []


def _to_a_second(stage: Stage, second: datetime, states: dict[str, Any], counts: Counter[str]) -> list[str]:
    """The backup beside what is there, and of the tables of before what happened until that second."""
    stage.shop("restore", "--to", _SAFE[1:], "--yes")
    wrong = _told_beside(stage, second, states, counts)
    before = content(stage, "")
    stage.use(_SAFE)
    for table, name in stage.tables("").items():
        for item in kept_in_region()[name].all_items():
            shown = plain(item)
            when = _KEPT_FOR_GOOD.get(shown.get("kind", {}).get("S", ""))
            is_then = when and json.loads(shown["body"]["S"])[when] <= times.iso(second)
            # With the keys of orders that were placed since: what is kept of their cases is sealed.
            if is_then or (shown["sk"]["S"] == KEY_SK and item.hash_key not in kept_tables()[table].items):
                kept_tables()[table].items[item.hash_key][item.range_key] = item
    told = events()
    for name, (fold, _) in FOLDS.items():
        folded = fold(told)
        counts["then"] += len(states[name])
        wrong += [f"{name} {key}: then {one}, folded {folded.get(key)}" for key, one in states[name].items() if folded.get(key) != one]
    stage.shop("restore", "--use", "original", "--yes")
    stage.use("")
    return wrong + [f"a step back: {one}" for one in differences(before, content(stage, ""))]


def _told_beside(stage: Stage, second: datetime, states: dict[str, Any], counts: Counter[str]) -> list[str]:
    """As `--at` tells it: what it lists is what was then, and what it does not list is in the backup as it was.

    The command itself has a test of its own: the clock of lives is not the backup's."""
    here, backup = (list(items_of(stage.dynamodb, TableSet(STAGE, suffix))) for suffix in ("", _SAFE))
    restored = states_of(backup)
    listed = list(differing(states_of(here, times.iso(second)), restored))
    counts["listed"] += len(listed)
    for line in listed:
        restored.setdefault(line["what"], {})[line["id"]] = line["then"]
    wrong = [f"{name} {key}: --at tells {restored[name].get(key)}, it was {one}" for name in restored for key, one in states[name].items()
             if restored[name].get(key) != one]  # fmt: skip
    return wrong if listed else [*wrong, "there was nothing that --at had to tell"]


def _goes_on(world: World, variants: list[str], counts: Counter[str]) -> list[str]:
    """As docs/operations.md has it: what fell due meanwhile is done, events are told again; then people come and buy."""
    lives.minutes(world, 2)
    before, told = _stored(), events()
    counts["told"] = len(told)
    lives.retold(world, told)
    wrong = [f"told again, {name} are {now}, were {before[name]}"[:500] for name, now in _stored().items() if now != before[name]]
    _live(world, variants, 1)
    told = events()
    for name, (fold, stored) in FOLDS.items():
        ours, theirs = fold(told), stored()
        counts["folded"] += len(theirs)
        wrong += [f"{name} {key}: folded {ours.get(key)}, stored {theirs[key]}" for key in theirs if ours.get(key) != theirs[key]]
    return wrong


def not_coming_back() -> list[str]:
    """As docs/operations.md lists it: its table after the sentence that says so."""
    text = (ROOT / "docs" / "operations.md").read_text()
    _, _, after = text.partition("What does not come back, and what to do:\n\n")
    rows = after.partition("\n\n")[0].splitlines()
    assert len(rows) > 2
    return ["What does not come back (docs/operations.md):", "", *rows]
