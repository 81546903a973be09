"""The harness of deaths loses no copy (P01): one that ended by itself is told, and takes no other's report with it."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from functions.catalog.search import engine
from proofs.crash.apart import aside, forkable, forked, leave
from proofs.crash.copies import Copies
from proofs.shop.edge import Died


def test_a_copy_that_breaks_off_is_told_and_one_that_still_runs_is_heard() -> None:
    """P01: of two at once the first breaks off before the second has written its report."""
    world: Any = None
    told = dict[str, list[str]]()
    copies = Copies(world, "a life", {}, lambda _: None, told.__setitem__)
    if copies._copied("one", "it broke off"):
        os._exit(3)
    if copies._copied("another", "it came to its end"):
        time.sleep(0.2)
        copies._leave(["a piece is gone"])
    while copies._running:
        copies._reap()
    assert told == {
        "one": [f"it broke off: the copy ended with {3 << 8} and without a report"],
        "another": ["it came to its end: a piece is gone"],
    }
    assert not list(copies._place.iterdir())
    copies._place.rmdir()


def test_who_dies_in_a_copy_takes_nothing_with_it_that_its_original_works_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P01: the folder of a writer of the search index goes when the writer ends, also when it dies; but a copy's is its original's, and
    what a copy makes lies elsewhere, until it is gone."""
    monkeypatch.setenv("SEARCH_DIR", str(tmp_path))
    monkeypatch.setenv("BUCKET_DATA", "shop-data")
    with forkable():
        try:
            folder = _written_while_a_copy_dies()
        except Died:
            leave()
        assert not folder.exists()
        elsewhere = Path(aside(lambda: str(engine._storage()[1].folder)))
    assert elsewhere.is_relative_to(tmp_path)
    assert not elsewhere.exists()
    assert engine._storage()[1].folder.parent == tmp_path


def _written_while_a_copy_dies() -> Path:
    with engine._storage()[1].workspace() as folder:
        (folder / "segment").write_text("as it was")
        if (pid := forked()) == 0:
            raise Died
        os.waitpid(pid, 0)
        assert (folder / "segment").read_text() == "as it was"
    return folder
