"""Contact sheets of the console for people to look at: every page as each role opens it, in both languages and widths.

`SHOP_FOLDER=.local PYTHONPATH=. python tests/browser/sweep.py owner support` looks at a shop that runs already; without names, as all
roles; `COLOURS=dark`: as seen in the dark. The sheets lie in build/screenshots/sheets; what was refused, broke the policy or fell out of
the screen is told.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import islice, product
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import sync_playwright
from typer import echo

from infra.compose import ROOT
from infra.local.keys import STAFF
from tests.browser.staff import SIZES, Desk
from tests.journeys.shopper import Shop

SHEETS = ROOT / "build/screenshots/sheets"
_TALL = {"wide": 1100, "narrow": 1000}
_SHAPES = {"wide": (2, 3, 720), "narrow": (5, 2, 300)}
_CAPTION = 18


def _tell(*parts: object) -> None:
    echo(" ".join(map(str, parts)))


def pages(desk: Desk) -> list[str]:
    """What the role's menu offers, by address."""
    desk.size("wide")
    desk.open("/")
    found = desk.page.locator(".RaMenuItemLink-root, .RaMenu-open a, .RaMenu-closed a").evaluate_all("all => all.map((one) => one.hash)")
    return list(dict.fromkeys(one.removeprefix("#") for one in found if one))


def shots(desk: Desk, addresses: list[str], size: str, language: str) -> Iterator[tuple[str, Image.Image]]:
    """Each page and, where a row of it can be opened, the first of these."""
    desk.size(size)
    desk.speak(language)
    for address in addresses:
        yield from _shot(desk, address, size)
        row = desk.page.locator("a[data-row]").first
        if row.count() and (to := row.get_attribute("href")):
            yield from _shot(desk, to.removeprefix("#"), size)


def _shot(desk: Desk, address: str, size: str) -> Iterator[tuple[str, Image.Image]]:
    try:
        desk.open(address)
    except (TookTooLong, AssertionError):
        _tell("never settled:", desk.role, address)
    wrong = [*([] if desk.fits() else ["wider than the screen"]), *desk.unsaid()]
    if wrong:
        _tell(desk.role, size, address, wrong)
    picture = Image.open(BytesIO(desk.page.screenshot(full_page=True)))
    yield address, picture.crop((0, 0, SIZES[size][0], min(picture.height, _TALL[size])))


def sheet(size: str, some: list[tuple[str, Image.Image]]) -> Image.Image:
    columns, rows, width = _SHAPES[size]
    height = _TALL[size] * width // SIZES[size][0] + _CAPTION
    made = Image.new("RGB", (columns * (width + 4), rows * height), "white")
    for index, (address, picture) in enumerate(some):
        left, top = index % columns * (width + 4), index // columns * height
        made.paste(picture.resize((width, picture.height * width // SIZES[size][0])), (left, top + _CAPTION))
        ImageDraw.Draw(made).text((left, top + 2), re.sub(r"_[0-9A-Z]{20,}", "_…", address), fill="black")
    return made


def look(desk: Desk, sizes: tuple[str, ...] = tuple(SIZES), languages: tuple[str, ...] = ("en", "zh")) -> None:
    desk.enter()
    addresses = pages(desk)
    for size, language in product(sizes, languages):
        columns, rows, _ = _SHAPES[size]
        taken, number = shots(desk, addresses, size, language), 0
        while some := list(islice(taken, columns * rows)):
            sheet(size, some).save(SHEETS / f"{desk.role}-{language}-{size}-{number:02}.png")
            number += 1
    _tell(desk.role, "refused:", desk.refused, "policy:", desk.violations, "errors:", desk.errors)


def main(roles: list[str]) -> None:
    folder = Path(os.environ["SHOP_FOLDER"])
    shop = Shop(json.loads((folder / "shop.json").read_text()) | {"providers": json.loads((folder / "keys.json").read_text())["providers"]})
    SHEETS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for role in roles or STAFF:
            desk = Desk(browser, shop, role, SHEETS, ROOT / "web/console/node_modules/axe-core/axe.min.js")
            desk.page.emulate_media(color_scheme="dark" if os.environ.get("COLOURS") == "dark" else "light")
            look(desk, tuple(os.environ.get("SIZES", "wide narrow").split()), tuple(os.environ.get("LANGUAGES", "en zh").split()))
            desk.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
