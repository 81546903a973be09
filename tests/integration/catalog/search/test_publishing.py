"""The way of a change from the writer over S3 to the readers; fences, crashes, rebuilds, garbage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.catalog.search import ALL_FACETS, ProductDocument, SearchQuery, Sort, search_index, search_writer
from functions.catalog.search.live_index import LiveIndex
from functions.catalog.search.tantivy.index import TantivyIndex
from functions.catalog.search.tantivy.segments import Fenced, Pointer, Published, SegmentStore
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from tests.integration.catalog.search.conftest import Shop
from tests.unit.catalog.search.samples import product

Ids = Callable[[LiveIndex], list[str]]


class CrashingStore(SegmentStore):
    """Uploads, then dies before the pointer is swapped."""

    def publish(self, pointer: Pointer, *, after: Published | None) -> str:
        raise KeyboardInterrupt


def test_a_shop_without_products_has_an_empty_index(shop: Shop, ids: Ids) -> None:
    reader = shop.reader()
    assert (ids(reader), reader.suggest("a"), reader.sequence) == ([], [], 0)


def test_changes_and_deletions_reach_a_reader_on_another_machine(shop: Shop, ids: Ids) -> None:
    reader = shop.reader("two")
    shop.change(product("a"), product("b"))
    reader.refresh()
    assert ids(reader) == ["a", "b"]
    shop.writer().apply([product("c"), product("a", price_from=7, version=2)], ["b", "unknown"])
    reader.refresh()
    assert ids(reader) == ["a", "c"]
    assert reader.search(SearchQuery(text="商品")).total == 2


def test_repeating_a_batch_changes_nothing(shop: Shop, ids: Ids) -> None:
    for _ in range(3):
        shop.change(product("a", version=2), product("a", version=1, price_from=1))
    shop.writer().apply([])
    reader = shop.reader()
    hits = reader.search(SearchQuery(facets=ALL_FACETS, price_bounds=(500,)))
    assert (ids(reader), reader.sequence) == (["a"], 3)
    assert [price.count for price in hits.facets.prices or ()] == [0, 1]  # type: ignore[union-attr]


def test_many_small_batches_stay_few_files_and_old_copies_go(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.catalog.search.tantivy.snapshots._KEPT_SECONDS", -1)
    writer = shop.writer()
    for number in range(25):
        shop.change(product(f"p{number:02d}"), writer=writer)
    current = shop.store.current()
    assert current is not None
    segments = {name.partition(".")[0] for name in current.pointer.files}
    assert (len(segments) <= 10, shop.reader().search(SearchQuery()).total) == (True, 25)
    assert [path.name for path in (shop.disk / "one").iterdir() if path.is_dir()] == [current.pointer.name]


def test_the_old_index_answers_while_a_new_one_is_fetched(shop: Shop, ids: Ids) -> None:
    shop.change(product("a"))
    reader = shop.reader("two")
    assert ids(reader) == ["a"]
    shop.change(product("b"))
    assert ids(reader) == ["a"]
    shop.now += 0.6
    assert ids(reader) in (["a"], ["a", "b"])
    assert reader._thread is not None
    reader._thread.join()
    assert ids(reader) == ["a", "b"]


def test_after_a_long_silence_the_first_answer_is_already_new(shop: Shop, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.catalog.search.live_index._MOMENT", 30)
    shop.change(product("a"))
    reader = shop.reader("two")
    assert ids(reader) == ["a"]
    shop.change(product("b"))
    shop.now += 3600
    assert ids(reader) == ["a", "b"]


def test_when_s3_fails_the_old_index_goes_on(shop: Shop, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.change(product("a"))
    reader = shop.reader()
    assert ids(reader) == ["a"]
    monkeypatch.setattr(reader._store, "bucket", "no-such-bucket-here")
    shop.now += 3600
    assert ids(reader) == ["a"]


def test_a_crash_before_the_swap_changes_nothing_and_the_batch_can_be_repeated(shop: Shop, ids: Ids) -> None:
    shop.change(product("a"))
    with pytest.raises(KeyboardInterrupt):
        shop.change(product("b"), writer=shop.writer(store=CrashingStore(shop.bucket)))
    assert ids(shop.reader()) == ["a"]
    shop.change(product("b"))
    assert ids(shop.reader()) == ["a", "b"]
    assert ids(shop.reader("two")) == ["a", "b"]


def test_only_one_of_two_writers_publishes_the_next_state(shop: Shop) -> None:
    shop.change(product("a"))
    state = shop.store.current()
    assert state is not None
    following = Pointer(state.pointer.prefix, 2, state.pointer.meta, state.pointer.files, state.pointer.uploads)
    shop.store.publish(following, after=state)
    with pytest.raises(Fenced):
        shop.store.publish(following, after=state)
    with pytest.raises(Fenced):
        shop.store.publish(following, after=None)


def test_a_fenced_writer_starts_again_from_the_new_state(shop: Shop, ids: Ids) -> None:
    """The other writer publishes between this one's read and its swap."""
    shop.change(product("a"))

    class Interrupted(SegmentStore):
        def log_changes(self, sequence: int, changed: Any) -> None:
            if "b" not in shop.products:
                shop.change(product("b"))
            super().log_changes(sequence, changed)

    shop.writer("two", Interrupted(shop.bucket)).apply([product("c")])
    assert ids(shop.reader("three")) == ["a", "b", "c"]


def test_a_fenced_writer_does_not_overwrite_what_the_faster_one_has_published(shop: Shop, ids: Ids) -> None:
    """Both take a product out of the same segment, so tantivy gives their files of deletions the same name."""
    shop.change(product("a"), product("b"), product("c"))
    seen: list[list[str]] = []

    class Overtaken(SegmentStore):
        def upload(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
            if not seen:
                shop.change(product("a", version=2))
            super().upload(pointer, names, folder)
            seen.append(ids(shop.reader(f"reader-{len(seen)}")))

    shop.writer("two", Overtaken(shop.bucket)).apply([product("b", version=2)])
    assert ids(shop.reader("three")) == ["a", "b", "c"]
    assert seen == [["a", "b", "c"]] * len(seen)


def test_a_writer_that_always_loses_says_so(shop: Shop) -> None:
    class Losing(SegmentStore):
        def publish(self, pointer: Pointer, *, after: Published | None) -> str:
            raise Fenced

    shop.change(product("a"))
    with pytest.raises(Unavailable):
        shop.writer("two", Losing(shop.bucket)).apply([product("b")])
    with pytest.raises(Unavailable):
        shop.writer("two", Losing(shop.bucket)).rebuild([])


def test_the_first_batch_of_a_shop_without_index_brings_all_products(shop: Shop, ids: Ids) -> None:
    shop.products |= {"old": product("old")}
    shop.change(product("new"))
    assert ids(shop.reader()) == ["new", "old"]


def test_changes_made_during_a_rebuild_are_in_the_new_index(shop: Shop, ids: Ids) -> None:
    shop.change(product("a"), product("b"), product("c"))
    before = shop.store.current()

    def scanned() -> Iterator[ProductDocument]:
        read = list(shop.products.values())
        del shop.products["b"]
        shop.writer("two").apply([], ["b"])
        shop.change(product("c", version=2, price_from=5), product("d"), writer=shop.writer("two"))
        yield from read

    assert shop.writer().rebuild(scanned()) == 3
    after = shop.store.current()
    assert before is not None
    assert after is not None
    assert after.pointer.prefix != before.pointer.prefix
    assert after.pointer.sequence == before.pointer.sequence + 3
    reader = shop.reader("three")
    assert ids(reader) == ["a", "c", "d"]
    assert [hit.id for hit in reader.search(SearchQuery(text="商品", limit=1, sort=Sort.PRICE_ASC)).hits] == ["c"]


def test_a_reader_follows_the_swap_of_a_rebuild_and_its_pages_go_on(shop: Shop) -> None:
    shop.change(*(product(f"p{number}", sales=number) for number in range(6)))
    reader = shop.reader("two")
    first = reader.search(SearchQuery(limit=3))
    shop.writer().rebuild(list(shop.products.values())[::-1])
    reader.refresh()
    second = reader.search(SearchQuery(limit=3, after=first.next))
    assert [hit.id for hit in (*first.hits, *second.hits)] == ["p5", "p4", "p3", "p2", "p1", "p0"]


def test_garbage_goes_but_not_what_someone_may_still_fetch(shop: Shop, ids: Ids) -> None:
    shop.change(product("a"))
    old = shop.keys("index/")
    shop.writer().rebuild([product("a")])
    assert set(old) < set(shop.keys("index/"))
    assert shop.store.collect_garbage(grace=timedelta(seconds=-5)) == len(old)
    assert not set(old) & set(shop.keys("index/"))
    assert ids(shop.reader("two")) == ["a"]


def test_a_reader_that_was_overtaken_while_fetching_takes_the_newer_state(shop: Shop, ids: Ids) -> None:
    shop.change(product("a"))
    reader = shop.reader("two")

    class Overtaken(SegmentStore):
        calls = 0

        def download(self, pointer: Pointer, names: Collection[str], folder: Path) -> None:
            Overtaken.calls += 1
            if Overtaken.calls == 1:
                shop.writer().rebuild([product("b")])
                self.collect_garbage(grace=timedelta(seconds=-5))
            super().download(pointer, names, folder)

    store = Overtaken(shop.bucket)
    reader._store = store
    reader._snapshots._store = store
    assert ids(reader) == ["b"]
    assert Overtaken.calls == 2


def test_an_engine_panic_becomes_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    index = TantivyIndex.empty()
    monkeypatch.setattr(index, "_count", lambda _: index._searcher.search(_all(), 0))
    with pytest.raises(Unavailable):
        index.search(SearchQuery())


def _all() -> Any:
    from tantivy import Query

    return Query.all_query()


def test_settings_choose_engine_bucket_and_folder(shop: Shop, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKET_DATA", shop.bucket)
    monkeypatch.setenv("SEARCH_DIR", str(shop.disk))
    settings.cache_clear()
    search_index.cache_clear()

    def everything() -> Sequence[ProductDocument]:
        return [product("a")]

    search_writer(load=lambda _: (), everything=everything).rebuild(everything())
    reader = search_index()
    assert isinstance(reader, LiveIndex)
    assert (ids(reader), search_index() is reader) == (["a"], True)
    monkeypatch.setenv("SEARCH_ENGINE", "other")
    search_index.cache_clear()
    with pytest.raises(ValueError, match="tantivy or opensearch"):
        search_index()
    monkeypatch.undo()
    settings.cache_clear()
    search_index.cache_clear()
