"""`/admin` of the local shop, as the distribution serves it on AWS. While it is built, or where that failed, a page says so; the shop is
open all the same."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from html import escape
from pathlib import Path

from aiohttp import web
from yarl import URL

from infra.console.build import built
from infra.console.policy import INDEX, caching, headers
from infra.simulators.answers import Refused
from infra.simulators.pages import page

_AGAIN_SECONDS = 3
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".json": "application/json"}


class Console:
    """`files`: the origin of the local bucket. `url`: the address that the shop tells of itself; what is asked for by another name of this
    machine is led there, since pictures come by it and the policy knows no other."""

    def __init__(self, root: Path, files: str, url: str = "") -> None:
        self.folder: Path | None = None
        self.failure = ""
        self._root = root
        self._url = URL(url)
        self._headers = headers(files)
        self._building: Process | None = None

    async def build(self) -> None:
        """Sets `folder`, or `failure` with the reason. In a process of its own: the shop can stop before it is done."""
        self.folder = await asyncio.to_thread(built, self._root)
        if self.folder:
            return
        self._building = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "infra.console.build", "--unchecked"),
            cwd=self._root,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
        )
        _, told = await self._building.communicate()
        self.folder = await asyncio.to_thread(built, self._root)
        self.failure = "" if self.folder else told.decode(errors="replace").strip() or "The build ended without a word."

    def stop(self) -> None:
        if self._building and self._building.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._building.pid, signal.SIGTERM)

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/admin", self.show)
        app.router.add_get("/admin/{name:.*}", self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        if self._url.host and request.url.host != self._url.host:
            return web.Response(status=307, headers={"Location": str(self._url.join(URL(request.raw_path, encoded=True)))})
        if self.folder is None:
            return self._not_yet()
        name = request.match_info.get("name") or INDEX
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file() or name.startswith("."):
            raise Refused(404, "not_found", "The console has no such file.")
        told = self._headers | {"Cache-Control": caching(name), "Content-Type": _TYPES.get(path.suffix, "application/octet-stream")}
        return web.FileResponse(path, headers=told)

    def _not_yet(self) -> web.Response:
        if self.failure:
            body = f"<p>The console could not be built. The shop and its API are open.</p><pre>{escape(self.failure)}</pre>"
            return web.Response(status=503, text=page("No console", body), content_type="text/html")
        again = {"Refresh": str(_AGAIN_SECONDS), "Retry-After": str(_AGAIN_SECONDS)}
        return web.Response(
            status=503, text=page("The console is being built", "<p>A moment …</p>"), content_type="text/html", headers=again
        )
