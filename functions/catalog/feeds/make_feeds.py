"""Makes the files of all feeds: by what changed, or anew.

Anew: once a day, and when settings, markets or this code say something else than the parts were made by. It goes through everything on
sale in the order of ids, writes a part for each two thousand, and notes how far it got; a run that ends too early is gone on with by the
next. By change: the products that the follower of the catalogue marked are read as they are now and take their place in their part, or
leave it; only parts that hold one of them are made again. So neither repeats nor the order in which changes become known matter, and what
is off sale does not come back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from functions.catalog.feeds.feed import Feed, Made
from functions.catalog.feeds.feed_records import (
    EVERYTHING,
    Anew,
    Part,
    State,
    feeds,
    forget_state,
    marks,
    save_state,
    states,
    unmark,
)
from functions.catalog.feeds.files import PartMissing, forget_files, forget_parts, read_part, write_files, write_part
from functions.catalog.feeds.items import Maker
from functions.catalog.model.product import Status
from functions.catalog.store.card_lists import product_ids
from functions.catalog.store.markets import markets
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.catalog.store.repository import stored_tree
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.store.records import find_many

CODE = "1"
"""Another one makes every feed anew after a deployment."""
PART = 2_000
_ANEW_AFTER = timedelta(hours=24)
_AT_ONCE = 50
_NEEDS = 90.0
"""Seconds that a part, or putting the files together, may take."""
_SAVED_EVERY = 10


class _OutOfTime(Exception):
    """The next run goes on."""


def make_feeds() -> dict[str, int]:
    """How many feeds there are, how many got other files, and how many go on with the next run. Raises SomeFailed at the end."""
    wanted, version = feeds()
    known = states()
    _forget({code: state for code, state in known.items() if wanted.named(code) is None})
    if not wanted.feeds:
        return {"feeds": 0, "made": 0, "unfinished": 0}
    seen, shape, run = marks(), f"{CODE}/{version}/{markets()[1]}", Run("feeds")
    made = unfinished = 0
    for feed in wanted.feeds:
        with run.item(feed.code):
            try:
                made += _make(feed, known.get(feed.code, State()), shape, seen)
            except _OutOfTime:
                unfinished += 1
    # What was marked before this run is in every file now; what was marked since is for the next.
    if not run.failed and not unfinished:
        unmark(seen)
    run.end()
    return {"feeds": len(wanted.feeds), "made": made, "unfinished": unfinished}


def _make(feed: Feed, state: State, shape: str, seen: Mapping[str, int]) -> bool:
    """Whether it has other files now. Raises PartMissing; the next run makes everything anew then."""
    maker, due = Maker(feed, stored_tree().tree), _is_due(state, shape, seen)
    if due:
        state = _anew(feed, maker, state, shape, seen.get(EVERYTHING, 0))
    before = state.anew.parts if state.anew else state.parts
    try:
        parts, number = _changed(feed, maker, before, state.next_number, [name for name in seen if name != EVERYTHING])
        if not due and parts == before:
            return False
        _in_time()
        sizes = write_files(feed, parts)
    except PartMissing:
        save_state(feed.code, replace(state, shape="", anew=None))
        raise
    kept = {part.number for part in parts}
    gone = tuple(part.number for part in {*state.parts, *before} if part.number not in kept)
    made_at, whole_at = times.iso(clock.now()), state.anew.begun if state.anew else state.whole_at
    done = State(shape, parts, made_at, whole_at, sizes, next_number=number, gone=(*state.gone, *gone))
    save_state(feed.code, done)
    forget_parts(feed.code, done.gone)
    if due:
        forget_files(feed.code, but=feed.kinds)
    save_state(feed.code, replace(done, gone=()))
    return True


def _is_due(state: State, shape: str, seen: Mapping[str, int]) -> bool:
    old = not state.whole_at or clock.now() >= times.parse(state.whole_at) + _ANEW_AFTER
    return old or state.anew is not None or state.shape != shape or EVERYTHING in seen


def _anew(feed: Feed, maker: Maker, state: State, shape: str, everything: int) -> State:
    """With all parts of `anew`. Raises _OutOfTime; how far it got is noted."""
    if state.anew is None or (state.anew.shape, state.anew.everything) != (shape, everything):
        given_up = state.anew.parts if state.anew else ()
        begun = Anew(shape, everything, times.iso(clock.now()))
        state = replace(state, anew=begun, gone=(*state.gone, *(part.number for part in given_up)))
        save_state(feed.code, state)
    there = (product_id for product_id, _ in product_ids(Status.PUBLISHED, after=state.anew.after if state.anew else None))
    while some := list(islice(there, PART)):
        anew = state.anew
        assert anew is not None
        made = [one for one in _read(maker, some) if one]
        parts = (*anew.parts, write_part(feed, state.next_number, made)) if made else anew.parts
        state = replace(state, anew=replace(anew, parts=parts, after=some[-1]), next_number=state.next_number + 1)
        if len(parts) % _SAVED_EVERY == 0 or _is_over():
            save_state(feed.code, state)
            _in_time()
    return state


def _changed(feed: Feed, maker: Maker, parts: tuple[Part, ...], number: int, names: Sequence[str]) -> tuple[tuple[Part, ...], int]:
    """The parts with the named products as they are now, and the next number. What changed has other numbers, so that until the state says
    so nothing is different."""
    firsts = [part.first for part in parts]
    by_part: dict[int, list[str]] = {}
    for name in sorted(names):
        by_part.setdefault(max(bisect_right(firsts, name) - 1, 0), []).append(name)
    after: list[Part] = []
    for place, part in enumerate(parts or (None,)):
        if place not in by_part:
            after += [part] if part else []
            continue
        _in_time()
        before = read_part(feed, part.number) if part else {}
        known = dict(before)
        for name, made in zip(by_part[place], _read(maker, by_part[place]), strict=True):
            if made:
                known[name] = made
            else:
                known.pop(name, None)
        if known == before:
            after += [part] if part else []
            continue
        ordered = [known[name] for name in sorted(known)]
        for some in _halved(ordered):
            after.append(write_part(feed, number, some))
            number += 1
    return tuple(after), number


def _halved(made: Sequence[Made]) -> Iterator[Sequence[Made]]:
    """One part, or several where it has grown to more than two."""
    size = PART if len(made) > 2 * PART else max(len(made), 1)
    yield from (made[start : start + size] for start in range(0, len(made), size))


def _read(maker: Maker, names: Sequence[str]) -> Iterator[Made | None]:
    """What the feed says of each, in their order."""
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        found = find_many({ProductRecord: [(product_pk(name), PRODUCT_SK) for name in some]})
        for name in some:
            record = found.get((ProductRecord, product_pk(name), PRODUCT_SK))
            yield maker.made(name, record if isinstance(record, ProductRecord) else None)


def _forget(known: Mapping[str, State]) -> None:
    """Feeds that are not wanted any more."""
    for code, state in known.items():
        parts = (*state.parts, *(state.anew.parts if state.anew else ()))
        forget_parts(code, [*state.gone, *(part.number for part in parts)])
        forget_files(code)
        forget_state(code)


def _is_over() -> bool:
    watch = time_left()
    return watch is not None and watch.remaining() < _NEEDS


def _in_time() -> None:
    if _is_over():
        raise _OutOfTime
