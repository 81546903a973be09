"""Copies of published states on the local disk, shared by all processes that use the same folder.

A state is a folder `<build>-<sequence>` that appears complete, by a rename, and never changes. Files that two states share are hard
links, so a new state costs only what is new. Processes need no agreement: who opened an older folder keeps its files (they are mapped into
memory) even after another process has removed it. A lock only keeps two processes from downloading the same thing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from functions.catalog.search.tantivy.build import META
from functions.catalog.search.tantivy.segments import Pointer, SegmentStore

# Another process may be about to open a state that is no longer the newest.
_KEPT_SECONDS = 30
_ABANDONED_SECONDS = 900
_WORK = "work-"


class Snapshots:
    def __init__(self, folder: Path, store: SegmentStore) -> None:
        self.folder = folder
        self._store = store
        folder.mkdir(parents=True, exist_ok=True)

    def fetch(self, pointer: Pointer) -> Path:
        """The folder of a state, downloaded as far as its files are not here yet. Raises LookupError when S3 no longer has them."""
        target = self.folder / pointer.name
        if target.exists():
            return target
        with self._locked():
            if target.exists():
                return target
            here = self._files_here(pointer)
            with self.workspace() as staging:
                missing = [name for name in pointer.files if not (name in here and _linked(here[name], staging / name))]
                self._store.download(pointer, missing, staging)
                return self._put_in_place(staging, pointer)

    def adopt(self, pointer: Pointer, folder: Path) -> None:
        """Makes the state that was just written in `folder` one of the snapshots, so that readers on this machine need not fetch it."""
        with self.workspace() as staging:
            if all(_linked(folder / name, staging / name) for name in pointer.files):
                self._put_in_place(staging, pointer)

    def copy(self, pointer: Pointer, folder: Path) -> None:
        """The state's files as links in `folder`, for a writer to go on from; tantivy replaces files, it never writes into one."""
        source = self.fetch(pointer)
        for path in source.iterdir():
            if path.name == META:
                shutil.copyfile(path, folder / META)
            elif not _linked(path, folder / path.name):
                raise LookupError(path.name)

    def drop_others(self, pointer: Pointer) -> None:
        """Removes older states and what crashed processes left."""
        with self._locked():
            for path in self.folder.iterdir():
                kept = _ABANDONED_SECONDS if path.name.startswith(_WORK) else _KEPT_SECONDS
                if path.is_dir() and path.name != pointer.name and _age(path) > kept:
                    shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """An empty folder on the same disk, gone afterwards unless renamed."""
        folder = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _put_in_place(self, staging: Path, pointer: Pointer) -> Path:
        (staging / META).write_text(pointer.meta, "utf-8")
        target = self.folder / pointer.name
        with suppress(OSError):  # another process was faster: its folder holds the same files
            staging.rename(target)
        return target

    def _files_here(self, pointer: Pointer) -> dict[str, Path]:
        """Whole files of earlier states of the same build."""
        return {
            path.name: path
            for folder in self.folder.glob(f"{pointer.prefix}-*")
            for path in folder.iterdir()
            if path.name in pointer.files and path.stat().st_size == pointer.files[path.name]
        }

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except FileExistsError:
        return True
    except OSError:
        return False
    return True


def _age(path: Path) -> float:
    """Seconds since the folder was made, by the machine's clock (the shop's clock may be moved)."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
