"""What `make mutants` breaks is there: code that moved away from under a mutant would end the command before it tried anything."""

from __future__ import annotations

import signal
import socket
import threading
from pathlib import Path

import pytest

from benchmarks.mutants import zygote
from benchmarks.mutants.ask import noticed
from benchmarks.mutants.equivalents import EQUIVALENTS, reason
from benchmarks.mutants.modules import MODULES
from benchmarks.mutants.named import NAMED, Named
from proofs.claim import ROOT, folders


@pytest.mark.parametrize("mutant", NAMED, ids=[one.name for one in NAMED])
def test_the_text_of_a_named_mutant_stands_once_and_its_tests_are_there(mutant: Named) -> None:
    assert (ROOT / mutant.path).read_text().count(mutant.old) == 1
    assert all((ROOT / test).is_file() for test in mutant.tests)


def test_modules_and_their_tests_are_there() -> None:
    assert all((ROOT / path).is_file() for module in MODULES.values() for path in (module.path, *module.tests))


def test_what_survived_is_tried_again_when_its_tests_or_the_list_of_equivalents_are_others() -> None:
    """The journal of the proof is that of the code it was written by."""
    noticed_by = {test for one in MODULES.values() for test in one.tests} | {test for one in NAMED for test in one.tests}
    noticed_by.add("benchmarks/mutants/equivalents/__init__.py")
    assert all(test.startswith(tuple(f"{folder}/" for folder in folders("mutants"))) for test in noticed_by)


def test_each_equivalent_is_of_a_line_that_is_there() -> None:
    for one in EQUIVALENTS:
        for name in one.modules:
            assert one.was in (ROOT / MODULES[name].path).read_text(), one.was


def test_a_survivor_is_known_by_its_line_and_nothing_else() -> None:
    diff = "--- a\n+++ b\n@@ -1 +1 @@\n-    if taken <= 0:\n+    if taken {}:\n"
    assert reason("pricing", diff.format("< 0")) is not None
    assert reason("pricing", diff.format("<=  -1")) is not None
    assert reason("pricing", diff.format("> 0")) is None
    assert reason("money", diff.format("< 0")) is None


@pytest.mark.parametrize(("answer", "caught"), [("noticed\n", True), ("not noticed\n", False), ("notic", False), ("", False)])
def test_a_mutant_is_caught_only_when_the_zygote_says_so_to_the_end(tmp_path: Path, answer: str, caught: bool) -> None:
    """The run is stopped while a mutant is tried: the next one tries it again."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        zygote_of_one = threading.Thread(target=_answer_once, args=(server, answer))
        zygote_of_one.start()
        assert noticed(str(tmp_path / "s"), ["tests/test_one.py"]) is caught
        zygote_of_one.join()


def _answer_once(server: socket.socket, answer: str) -> None:
    asking, _ = server.accept()
    with asking, asking.makefile("rw") as lines:
        lines.readline()
        lines.write(answer)


def test_without_a_zygote_no_mutant_is_caught(tmp_path: Path) -> None:
    assert noticed(str(tmp_path / "gone"), ["tests/test_one.py"]) is False


def test_tests_that_somebody_ended_have_noticed_nothing() -> None:
    """As the system tells how a process ended: its exit code in the upper byte, or the signal."""
    failed, passed = 1 << 8, 0
    assert (zygote.noticed(failed), zygote.noticed(passed)) == (True, False)
    assert zygote.noticed(signal.SIGPROF), "a mutant that loops is ended by the clock"
    assert not any(zygote.noticed(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP))
