"""SearchWriter that keeps the index on S3: one commit and one pointer swap per batch; rebuilds beside a writer that goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from functions.catalog.search.document import ProductDocument
from functions.catalog.search.tantivy.build import META, apply_batch, build, files_of
from functions.catalog.search.tantivy.segments import Fenced, Pointer, Published, SegmentStore
from functions.catalog.search.tantivy.snapshots import Snapshots
from functions.shared.outside import fresh
from functions.shared.plain.errors import Unavailable

_ATTEMPTS = 5

# The newest state of these products; those that are gone or not published are left out.
Loader = Callable[[Collection[str]], Iterable[ProductDocument]]


class TantivyWriter:
    """`load` is asked, at the end of a rebuild, for the products that changed while it ran; `everything` when no index exists yet (a new
    shop, or new code with another schema), because an index of one batch only would hide all other products."""

    def __init__(
        self, store: SegmentStore, snapshots: Snapshots, *, load: Loader, everything: Callable[[], Iterable[ProductDocument]]
    ) -> None:
        self._store = store
        self._snapshots = snapshots
        self._load = load
        self._everything = everything

    def apply(self, upserts: Sequence[ProductDocument], deletes: Iterable[str] = ()) -> None:
        newest = {document.id: document for document in sorted(upserts, key=lambda document: document.version)}
        gone = set(deletes) - newest.keys()
        if not newest and not gone:
            return
        for _ in range(_ATTEMPTS):
            state = self._store.current()
            if state is None:
                # For a rebuild that is already running and has read these products before they changed.
                self._store.log_changes(1, {*newest, *gone})
                self.rebuild(self._everything())
                return
            try:
                self._write(state, list(newest.values()), gone)
            except (Fenced, LookupError):
                continue
            return
        raise Unavailable("Other writers of the search index were faster.")

    def rebuild(self, documents: Iterable[ProductDocument]) -> int:
        """Changes made meanwhile go on being published to the old index, and are repeated on the new one before it takes its place."""
        before = self._store.current()
        caught_up = before.pointer.sequence if before else 0
        prefix, uploaded = fresh.new_ulid(), dict[str, str]()
        with self._snapshots.workspace() as folder:
            count = build(folder, documents)
            for _ in range(_ATTEMPTS * 2):
                state = self._store.current()
                latest = state.pointer.sequence if state else 0
                if latest > caught_up and (missed := self._store.changes_after(caught_up)):
                    apply_batch(folder, list(self._load(missed)), missed)
                caught_up = latest
                pointer = self._uploaded(prefix, latest + 1, folder, uploaded)
                uploaded |= pointer.uploads
                try:
                    self._store.publish(pointer, after=state)
                except Fenced:
                    continue
                self._snapshots.adopt(pointer, folder)
                self._store.collect_garbage()
                return count
        raise Unavailable("Other writers of the search index were faster.")

    def _write(self, state: Published, upserts: Sequence[ProductDocument], deletes: Collection[str]) -> None:
        with self._snapshots.workspace() as folder:
            self._snapshots.copy(state.pointer, folder)
            apply_batch(folder, upserts, deletes)
            pointer = self._uploaded(state.pointer.prefix, state.pointer.sequence + 1, folder, state.pointer.uploads)
            self._store.log_changes(pointer.sequence, {*deletes, *(document.id for document in upserts)})
            self._store.publish(pointer, after=state)
            self._snapshots.adopt(pointer, folder)
        self._snapshots.drop_others(pointer)

    def _uploaded(self, prefix: str, sequence: int, folder: Path, there: Mapping[str, str]) -> Pointer:
        """The state in `folder`, on S3; `there` says of the files that are there already which attempt brought them."""
        meta, attempt = (folder / META).read_text("utf-8"), fresh.new_ulid()
        sizes = {name: (folder / name).stat().st_size for name in files_of(folder, meta)}
        pointer = Pointer(prefix, sequence, meta, sizes, {name: there.get(name, attempt) for name in sizes})
        self._store.upload(pointer, [name for name in sizes if name not in there], folder)
        return pointer
