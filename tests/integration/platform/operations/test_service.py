"""Dependencies one by one, and what is deployed."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from threading import Event

import pytest

from functions.platform import app as platform
from functions.platform.operations import dependencies
from functions.platform.operations.build import Build, build
from infra.built import FILE, build_file
from tests.support.http import Client
from tests.support.identity import bearer


def owner() -> Client:
    return Client(platform.app, bearer("owner"))


def test_one_that_hangs_is_told_and_nothing_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """X42: also when it hangs on while it is asked again."""
    release = Event()

    def refuses() -> None:
        raise ConnectionError("host.internal refused")

    found = {"tables": lambda: None, "hanging": lambda: release.wait(20), "bus": refuses}
    monkeypatch.setattr(dependencies, "_all", lambda: found)
    monkeypatch.setattr(dependencies, "TIME_LIMIT", 0.2)
    for _ in range(2):
        started = time.monotonic()
        answer = owner().get("/v1/admin/health")
        assert time.monotonic() - started < 2
        assert (answer.status, answer.json["status"]) == (200, "degraded")
        outcomes = {one["name"]: one["outcome"] for one in answer.json["dependencies"]}
        assert outcomes == {
            "tables": "ok",
            "hanging": "timeout",
            "bus": "failed",
        }
        assert "host.internal" not in answer.text
    release.set()


def test_each_has_its_latency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "_all", lambda: {"tables": lambda: time.sleep(0.03)})
    (row,) = owner().get("/v1/admin/health").json["dependencies"]
    assert 30 <= row["took_ms"] < 1000


def test_the_build_tells_its_commit_and_what_it_was_pinned_to(tmp_path: Path) -> None:
    """X42"""
    (tmp_path / "functions").mkdir()
    (tmp_path / "requirements").mkdir()
    pins = "pydantic==2.12.4 \\\n    --hash=sha256:00\nansicon==1.89.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    (tmp_path / "requirements" / "runtime.txt").write_text(pins)
    assert json.loads(build_file(tmp_path)[FILE]) == {"commit": None, "dependencies": {"pydantic": "2.12.4"}}

    def git(*arguments: str) -> str:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        return subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    commit = git("rev-parse", "HEAD")
    (tmp_path / "docs.md").write_text("words")
    git("add", ".")
    git("commit", "-q", "-m", "words")
    assert json.loads(build_file(tmp_path)[FILE])["commit"] == commit
    (tmp_path / "functions" / "new.py").write_text("")
    assert json.loads(build_file(tmp_path)[FILE])["commit"] == f"{commit}+"

    written = tmp_path / "build.json"
    written.write_bytes(build_file(tmp_path)[FILE])
    assert build(written) == Build(commit=f"{commit}+", dependencies={"pydantic": "2.12.4"})


def test_what_was_not_built_tells_its_version_all_the_same() -> None:
    told = owner().get("/v1/admin/version").json
    assert (told["version"], told["commit"]) == (Build().version, None)
