"""Several processes on one /tmp: copies and swaps are safe between them, also when one is killed in the middle."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from functions.catalog.search import SearchQuery
from functions.catalog.search.tantivy.segments import Pointer, SegmentStore
from functions.catalog.search.tantivy.snapshots import Snapshots
from tests.integration.catalog.search.conftest import Shop
from tests.unit.catalog.search.samples import product

# A forked child has the buckets of the moment it was made.
_fork = multiprocessing.get_context("fork")


def _together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """`work` in `count` processes that start at the same moment; their answers (the exit status of one that died)."""
    gate = _fork.Barrier(count)
    answers = _fork.SimpleQueue()

    def run(number: int) -> None:
        gate.wait()
        answers.put((number, work(number)))

    processes = [_fork.Process(target=run, args=(number,)) for number in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    found = dict(answers.get() for _ in range(sum(process.exitcode == 0 for process in processes)))
    return [found.get(number, process.exitcode) for number, process in enumerate(processes)]


def test_readers_of_one_disk_fetch_once_and_all_see_every_state(shop: Shop) -> None:
    writer = shop.writer("writer")
    known: list[str] = []
    for state in range(1, 4):
        shop.change(product(f"p{state}"), writer=writer)
        known.append(f"p{state}")

        def search(_: int) -> tuple[list[str], int]:
            fetched = 0

            class Counting(SegmentStore):
                def download(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
                    nonlocal fetched
                    fetched += 1
                    super().download(pointer, names, folder)

            reader = shop.reader("shared")
            reader._snapshots = Snapshots(shop.disk / "shared", Counting(shop.bucket))
            return sorted(hit.id for hit in reader.search(SearchQuery()).hits), fetched

        answers = _together(4, search)
        assert [found for found, _ in answers] == [known] * 4
        assert sum(fetched for _, fetched in answers) == 1


def test_a_reader_killed_while_fetching_leaves_nothing_half_done(shop: Shop) -> None:
    shop.change(product("a"), writer=shop.writer("writer"))

    def search(number: int) -> int:
        class Dying(SegmentStore):
            def download(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
                super().download(pointer, list(names)[:2], folder)
                os._exit(9)

        reader = shop.reader("shared")
        if number == 0:
            reader._snapshots = Snapshots(shop.disk / "shared", Dying(shop.bucket))
        return reader.search(SearchQuery()).total

    first = _together(1, search)
    assert first == [9]
    assert _together(3, lambda number: search(number + 1)) == [1, 1, 1]


def test_a_reader_keeps_its_index_when_another_process_removes_the_copy(shop: Shop) -> None:
    shop.change(product("a"))
    reader = shop.reader()
    assert reader.search(SearchQuery(text="商品")).total == 1
    for path in (shop.disk / "one").rglob("*"):
        if path.is_file():
            path.unlink()
    assert [hit.id for hit in reader.search(SearchQuery(text="商品")).hits] == ["a"]


def test_writers_and_readers_of_one_disk_do_not_disturb_each_other(shop: Shop) -> None:
    """The writer makes its next state known to the readers beside it without a download."""
    shop.change(product("a"))
    shop.change(product("b"))

    class Cut(SegmentStore):
        def download(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
            assert not names

    reader = shop.reader()
    reader._snapshots = Snapshots(shop.disk / "one", Cut(shop.bucket))
    assert reader.search(SearchQuery()).total == 2
