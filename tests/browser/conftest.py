"""The console in a browser, on the shop as `make serve` starts it. Without a chromium these are skipped, and say so; in CI that fails.

`SHOP_FOLDER=… pytest tests/browser` drives a shop that is running already, and leaves it running. `-n 3 --dist loadfile`: three drive one
shop; a test whose person loses rights takes one whom no other test needs (the arbiter, the moderator).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.compose import ROOT
from infra.console.build import build_console
from tests.browser.shared import shared_shop
from tests.browser.staff import Staff
from tests.journeys.shopper import Shop

SCREENSHOTS = ROOT / "build/screenshots"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        told = "no chromium on this machine: the console was not driven (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return found


@pytest.fixture(scope="session")
def console(chromium: str) -> Path:
    """Without a browser nothing is built."""
    return build_console()


@pytest.fixture(scope="session")
def shop(console: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    if running := os.environ.get("SHOP_FOLDER"):
        folder = Path(running)
        keys = json.loads((folder / "keys.json").read_text())
        yield Shop(json.loads((folder / "shop.json").read_text()) | {"providers": keys["providers"]})
        return
    # Side by side (`-n 3 --dist loadfile`) they drive one shop: the folder of each process lies in that of the run.
    own = tmp_path_factory.getbasetemp()
    with shared_shop((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "browser") as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def staff(browser: Browser, shop: Shop) -> Iterator[Staff]:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    people = Staff(browser, shop, SCREENSHOTS, ROOT / "web/console/node_modules/axe-core/axe.min.js")
    yield people
    people.leave()
    assert people.faults() == []
