"""Each named mutant once: written into the copy, its tests run, the file put back."""

from __future__ import annotations

import subprocess

import pytest

from benchmarks.mutants.named import NAMED, Named
from benchmarks.mutants.tree import TREE, environment, test_command

_TIMEOUT = 600


class Moved(Exception):
    """The text that a named mutant replaces is not there exactly once."""


def check_named() -> None:
    """Raises Moved."""
    for one in NAMED:
        if (TREE / one.path).read_text().count(one.old) != 1:
            raise Moved(f"{one.path} no longer says exactly once: {one.old}")


def survives(one: Named) -> bool:
    file = TREE / one.path
    original = file.read_text()
    file.write_text(original.replace(one.old, one.new))
    try:
        done = subprocess.run(test_command(one.tests), cwd=TREE, env=environment(), capture_output=True, check=False, timeout=_TIMEOUT)
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_text(original)
    if done.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError(f"The tests of this mutant could not run: {done.stdout.decode(errors='replace')[-500:]}")
    return done.returncode == pytest.ExitCode.OK
