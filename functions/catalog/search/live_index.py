"""SearchIndex that follows what the writer publishes, without a request ever waiting for a new state to arrive.

A request asks S3 for news (one conditional GET) when the last answer is older than `check_every`; asking, fetching and opening happen in a
thread while the old state goes on answering. Only after a silence (`patience`: a shop with few visitors, a function that was frozen) does
a request give that thread a moment, so that the only visitor, too, sees a change within two seconds. The first request of a process has
to wait: there is nothing to show yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread

from functions.catalog.search.port import SearchQuery, SearchResult, Seer, Suggestion
from functions.catalog.search.tantivy.index import TantivyIndex
from functions.catalog.search.tantivy.segments import Published, SegmentStore
from functions.catalog.search.tantivy.snapshots import Snapshots
from functions.catalog.search.title_plan import Title
from functions.shared.outside.observability import logger
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable

_ATTEMPTS = 5
_MOMENT = 0.3


@dataclass(frozen=True)
class _State:
    index: TantivyIndex
    etag: str | None
    sequence: int


class LiveIndex:
    def __init__(
        self,
        store: SegmentStore,
        snapshots: Snapshots,
        *,
        check_every: float = 0.5,
        patience: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._snapshots = snapshots
        self._check_every = check_every
        self._patience = patience
        self._monotonic = monotonic
        self._state: _State | None = None
        self._checked = 0.0
        self._thread: Thread | None = None
        self._starting = Lock()

    @property
    def sequence(self) -> int:
        """The number of the state that answers now; 0 before the first."""
        return self._state.sequence if self._state else 0

    def ready(self) -> bool:
        self._current()
        return self.sequence > 0

    def search(self, query: SearchQuery) -> SearchResult:
        return self._current().search(query.checked())

    def suggest(self, prefix: str, *, limit: int = 10) -> list[Suggestion]:
        return self._current().suggest(prefix, limit=limit)

    def tells_apart(self) -> bool:
        return self._current().tells_apart()

    def titles(self, typed: str, languages: tuple[str, ...], *, seer: Seer | None = None, limit: int = 10) -> list[Title]:
        return self._current().titles(typed, languages, seer=seer, limit=limit)

    def refresh(self) -> None:
        """Takes over the newest published state now. Raises what S3 raises; the state so far stays."""
        state = self._state
        for _ in range(_ATTEMPTS):
            asked = self._monotonic()
            news = self._store.newer_than(state.etag) if state and state.etag else self._store.current()
            if news is None:
                self._state = state or _State(TantivyIndex.empty(), None, 0)
                self._checked = asked
                return
            if opened := self._open(news, state):
                self._state = opened
                self._checked = asked
                self._snapshots.drop_others(news.pointer)
                return
        raise Unavailable("The search index is being replaced.")

    def _open(self, news: Published, before: _State | None) -> _State | None:
        """None when the state was replaced and removed while it was being fetched or opened."""
        try:
            index = TantivyIndex.open(self._snapshots.fetch(news.pointer))
        except LookupError:
            return None
        except (OSError, ValueError):
            if (self._snapshots.folder / news.pointer.name).exists():
                raise
            return None
        if before:
            index.count_ahead(before.index)
        return _State(index, news.etag, news.pointer.sequence)

    def _current(self) -> TantivyIndex:
        state = self._state
        if state is None:
            with self._starting:
                if self._state is None:
                    self.refresh()
            assert self._state is not None
            return self._state.index
        age = self._monotonic() - self._checked
        if age > self._check_every:
            thread = self._asking()
            if age > self._patience:
                thread.join(_MOMENT)
        return (self._state or state).index

    def _asking(self) -> Thread:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._refresh_quietly, daemon=True)
                self._thread.start()
            return self._thread

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except Exception:  # noqa: BLE001 — the outermost frame of the thread; the old state goes on answering, the next check tries again
            self._checked = self._monotonic()
            logger().exception("search index not refreshed")
