"""What is around the proofs: a journal that goes on, a page that two write at once, a verdict whatever happens."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proofs import claim, page, run
from proofs.claim import Asked, Verdict


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(claim, "KEPT", tmp_path)
    monkeypatch.setattr(page, "KEPT", tmp_path)
    monkeypatch.setattr(claim, "fingerprint", lambda _: "same")
    return tmp_path


def test_a_proof_goes_on_where_it_was_ended_even_in_the_middle_of_a_line(kept: Path) -> None:
    """P01: half a line is not known, and does not spoil what is noted behind it."""
    asked, done = Asked("cost", "quick"), list[str]()

    def work(name: str) -> list[str]:
        done.append(name)
        return [name]

    assert asked.each(["a"], work) == {"a": ["a"]}
    [journal] = kept.iterdir()
    journal.write_text(journal.read_text() + '["b", [')
    for _ in range(2):
        assert asked.each(["a", "b", "c"], work) == {"a": ["a"], "b": ["b"], "c": ["c"]}
    assert done == ["a", "b", "c"]
    Asked("cost", "quick", again=True).each(["a"], work)
    assert done == ["a", "b", "c", "a"]


def test_a_full_proof_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """P01"""
    Asked("cost", "full").each(["a", "b"], lambda name: name)
    assert capsys.readouterr().out == "  cost: 1 of 2 parts, about 0.0 hours to go\n"


def test_rows_of_proofs_that_end_at_the_same_moment_are_all_on_the_page(kept: Path) -> None:
    """P01"""
    names = list(run.CLAIMS)
    with ThreadPoolExecutor(len(names)) as pool:
        write = lambda name: page.note(Asked(name, "quick"), Verdict("so it is"), (1, 1), names, kept / "page.md")  # noqa: E731
        list(pool.map(write, names))
    rows = [line for line in (kept / "page.md").read_text().splitlines() if line.endswith(f"{page.machine()} |")]
    assert [row.split("`")[1] for row in rows] == names


def test_a_proof_that_breaks_off_has_a_verdict(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """P01"""

    def broken(_: Asked) -> Verdict:
        raise OSError("no space left")

    monkeypatch.setattr(run, "import_module", lambda _: SimpleNamespace(prove=broken))
    assert not run.told(Asked("cost", "small")).proven
    assert "NOT PROVEN cost (small" in capsys.readouterr().out


def test_quick_ones_that_take_longest_are_begun_first(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """P01: and one that is not proven makes the whole not proven."""
    begun = list[str]()

    def alone(name: str, _: Any) -> bool:
        begun.append(name)
        return name != "crash"

    monkeypatch.setattr(run, "_alone", alone)
    monkeypatch.setattr(sys, "argv", ["run", "--quick"])
    assert run.main() == 1
    assert set(begun) == set(run.CLAIMS)
    assert "load" in begun[:2]
    assert f"{len(run.CLAIMS) - 1} of {len(run.CLAIMS)} claims proven" in capsys.readouterr().out
