"""A real browser, as a reader uses it: Chromium without a window, told what to do over its own debugging protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0")
_STARTS_IN = 30.0


class Tab:
    """One page of the browser, as wide as a telephone or a desk."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._sent = 0
        self.requested: list[str] = []
        self.said: list[str] = []

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers. Events that come in between are kept where somebody asks for them."""
        self._sent += 1
        await self._socket.send_json({"id": self._sent, "method": method, "params": params})
        while True:
            message = json.loads(await asyncio.wait_for(self._socket.receive_str(), _STARTS_IN))
            if message.get("id") == self._sent:
                return dict(message.get("result", {}))
            self._note(message)

    async def open(self, url: str, *, width: int, scripts: bool = False) -> None:
        await self.call("Page.enable")
        await self.call("Network.enable")
        await self.call("Log.enable")
        await self.call("Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=1, mobile=width < 600)
        await self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        await self.call("Page.navigate", url=url)
        await self._until("Page.loadEventFired")

    async def content_width(self) -> int:
        """More than the window is wide when something sticks out."""
        return int((await self.call("Page.getLayoutMetrics"))["cssContentSize"]["width"])

    async def picture(self) -> bytes:
        shot = await self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        return base64.b64decode(shot["data"])

    async def _until(self, event: str) -> None:
        while True:
            message = json.loads(await asyncio.wait_for(self._socket.receive_str(), _STARTS_IN))
            self._note(message)
            if message.get("method") == event:
                return

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Network.requestWillBeSent":
            self.requested.append(str(message["params"]["request"]["url"]))
        if message.get("method") == "Log.entryAdded":
            self.said.append(str(message["params"]["entry"]["text"]))


@asynccontextmanager
async def browser_tab() -> AsyncIterator[Tab]:
    """A tab of a browser of its own, which is gone afterwards with all it kept."""
    if CHROMIUM is None:
        raise RuntimeError("there is no browser on this machine")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            port = await _port(Path(profile) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                    address = next(one["webSocketDebuggerUrl"] for one in await answer.json() if one["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Tab(socket)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _port(told: Path) -> str:
    for _ in range(int(_STARTS_IN * 10)):
        if told.exists() and (text := told.read_text()):
            return text.splitlines()[0]
        await asyncio.sleep(0.1)
    raise RuntimeError("the browser does not start")
