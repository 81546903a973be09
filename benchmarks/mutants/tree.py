"""A copy of the code that may be broken: mutants are written into it, never into what is being worked on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"
TREE = WORK / "tree"
SOCKET = WORK / "zygote.sock"
_COPIED = ("functions", "infra", "tests", "docs", "samples", "benchmarks", "pyproject.toml", "README.md")


def fresh_tree() -> None:
    """The code as it is now; what an interrupted run left broken is gone. Raises RuntimeError when tests would not read the copy."""
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir(parents=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, TREE / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        elif source.exists():
            shutil.copy2(source, TREE / name)
    asked = [sys.executable, "-c", "import functions.shared.plain.money as m; print(m.__file__)"]
    found = subprocess.run(asked, cwd=TREE, env=environment(), capture_output=True, text=True, check=True).stdout.strip()
    if not Path(found).is_relative_to(TREE):
        raise RuntimeError(f"The tests would read {found} instead of the copy.")


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(TREE), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@contextmanager
def zygote() -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.mutants.zygote", str(SOCKET)]
    with subprocess.Popen(command, cwd=TREE, env=environment(), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        server.stdout.readline()
        try:
            yield
        finally:
            server.terminate()


def test_command(tests: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=line", *tests]
