"""`/admin` of the local shop: while the console is built, where that failed, and when it is there. X46"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from infra.console.door import Console
from infra.simulators.answers import problems


def answers(console: Console, *paths: str) -> list[tuple[int, str, dict[str, str]]]:
    async def ask() -> list[tuple[int, str, dict[str, str]]]:
        app = web.Application(middlewares=[problems])
        console.add_to(app)
        async with TestClient(TestServer(app)) as client:
            got = [await client.get(path) for path in paths]
            return [(one.status, await one.text(), dict(one.headers)) for one in got]

    return asyncio.run(ask())


def test_until_it_is_built_a_page_says_so_and_asks_again(tmp_path: Path) -> None:
    ((status, text, headers),) = answers(Console(tmp_path, "http://files.example"), "/admin")
    assert (status, headers["Refresh"]) == (503, "3")
    assert "being built" in text


def test_what_went_wrong_is_told_and_nothing_in_it_becomes_a_page_of_its_own(tmp_path: Path) -> None:
    console = Console(tmp_path, "http://files.example")
    console.failure = "npm ci failed: <script>alert(1)</script>"
    ((status, text, headers),) = answers(console, "/admin/")
    assert status == 503
    assert "npm ci failed: &lt;script&gt;" in text
    assert "Refresh" not in headers


def test_a_build_that_fails_leaves_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says last is kept. (The builder itself would build what is in this repository.)"""
    builder = tmp_path / "builder"
    builder.write_text("#!/bin/sh\necho 'npm ci failed: no such host' >&2\nexit 1\n")
    builder.chmod(0o755)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/openapi.json").write_text("{}")
    monkeypatch.setattr(sys, "executable", str(builder))
    console = Console(tmp_path, "http://files.example")
    asyncio.run(console.build())
    assert console.folder is None
    assert console.failure == "npm ci failed: no such host"


def test_what_was_built_is_served_with_its_policy_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>Console</title>")
    (folder / "assets/a.js").write_text("1")
    (folder / ".vite").mkdir()
    (folder / ".vite/manifest.json").write_text("{}")
    (tmp_path / "secret").write_text("secret")
    console = Console(tmp_path, "http://files.example")
    console.folder = folder
    page, bare, part, manifest, outside, missing = answers(
        console, "/admin", "/admin/", "/admin/assets/a.js", "/admin/.vite/manifest.json", "/admin/%2e%2e/secret", "/admin/assets/b.js"
    )
    assert [one[0] for one in (page, bare, part, manifest, outside, missing)] == [200, 200, 200, 404, 404, 404]
    assert "script-src 'self'" in page[2]["Content-Security-Policy"]
    assert "http://files.example" in page[2]["Content-Security-Policy"]
    assert (page[2]["Cache-Control"], part[2]["Cache-Control"]) == ("no-cache", "public, max-age=31536000, immutable")
    assert part[2]["Content-Type"].startswith("text/javascript")
