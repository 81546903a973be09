"""How long a list takes: from the change of the address inside the console until its first row stands there.

`SHOP_FOLDER=.local PYTHONPATH=. python tests/browser/first_rows.py` measures a shop that runs already (`make serve`), after it has
filled it up to 2,000 products, orders and customers (`ROWS=2000`; what is there counts, so a second run only measures): orders by
`shop seed-history`, products by `shop import`. `FILL=only` fills and measures nothing, `FILL=no` measures what is there. Five times each,
p50; the requests of each change and how long the API took of it are told beside. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import uuid
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Response, sync_playwright
from typer import echo

from infra.compose import ROOT
from tests.browser.staff import Desk
from tests.journeys.shopper import Shop, eventually

LISTS = ("orders", "products", "customers")
TIMES = 5
_PAGE = 100
# A row of this list: the page before stays on the screen until the new one is there.
_FIRST = """list => location.hash.startsWith(`#/${list}`)
    && [...document.querySelectorAll('#main-content a[data-row]')].some((one) => one.hash.startsWith(`#/${list}/`))"""


def there(shop: Shop, name: str, enough: int) -> int:
    count, cursor = 0, ""
    while cursor is not None and count < enough:
        path = f"/v1/admin/{name}?limit={_PAGE}{cursor and '&cursor=' + cursor}"
        # A shop that is being filled answers some calls late or not at all.
        page = eventually(partial(shop.call, "GET", path, **shop.staff("owner")), lambda answer: answer.status == 200, seconds=300).json
        count, cursor = count + len(page["data"]), page["next_cursor"]
    return count


def fill(shop: Shop, rows: int) -> None:
    """Products first: what follows a past of orders keeps the queues of an emulator busy for long, and an import waits in one of them."""
    if (missing := rows - there(shop, "products", rows)) > 0:
        import_products(missing)
    if (missing := rows - there(shop, "orders", rows)) > 0:
        seed(shop, rows, missing)
    if (missing := rows - there(shop, "customers", rows)) > 0:
        import_customers(shop, missing)


def import_customers(shop: Shop, count: int) -> None:
    """From another shop: from one place not so many may sign up."""
    mark = uuid.uuid4().hex[:6]
    rows = "\n".join(json.dumps({"email": f"row-{mark}-{at}@example.com", "name": f"Row {at}"}) for at in range(count)).encode()
    path = "/v1/admin/data_imports?kind=customers"
    job = shop.send("POST", path, rows, 202, **shop.staff("owner"), Content_Type="application/x-ndjson")
    eventually(partial(shop.get, f"/v1/admin/jobs/{job['id']}", **shop.staff("owner")), lambda one: one["finished_at"], seconds=600)


def seed(shop: Shop, rows: int, missing: int) -> None:
    """The orders are written first; what counts them for reports may tire a busy emulator out, and no list waits for it."""
    try:
        commands("seed-history", "--beside", "--days", "60", "--orders", str(missing))
    except subprocess.CalledProcessError:
        if there(shop, "orders", rows) < rows:
            raise
        echo("The reports of these orders were not counted whole; the orders are there.")


def import_products(count: int) -> None:
    """Without a picture they are listed, and not for sale."""
    mark = uuid.uuid4().hex[:6]
    rows = [
        {
            "Handle": f"row-{mark}-{at}",
            "Title": f"Cup {mark} {at}",
            "Published": "true",
            "Option1 Name": "Title",
            "Option1 Value": "Default Title",
            "Variant SKU": f"{mark}-{at}",
            "Variant Inventory Qty": at % 23,
            "Variant Price": f"{10 + at % 90}.00",
        }
        for at in range(count)
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "products.csv"
        with file.open("w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        commands("import", "products", str(file), "--language", "en")


def commands(*given: str) -> None:
    """Of `shop`, for the shop of `SHOP_FOLDER`."""
    echo(f"shop {' '.join(given)}")
    subprocess.run([Path(sys.executable).with_name("shop"), *given], check=True, stdout=subprocess.DEVNULL)


class Heard:
    """The API's answers while one list comes."""

    def __init__(self) -> None:
        self.all: list[Response] = []

    def __call__(self, response: Response) -> None:
        if "/v1/" in response.url:
            self.all.append(response)

    def api_ms(self, name: str) -> float:
        """Of the list's own requests, together."""
        own = [one for one in self.all if f"/v1/admin/{name}" in one.url]
        for one in own:
            one.finished()
        return sum(one.request.timing["responseEnd"] for one in own)


def once(desk: Desk, name: str) -> tuple[float, float, list[str]]:
    """(milliseconds until the first row, of these the API's, what was asked)."""
    # Nothing of the list is kept: it is read anew, as by who comes in the morning. The parts of the console have been read.
    desk.open("/health")
    desk.page.reload()
    desk.settled()
    heard = Heard()
    desk.page.on("response", heard)
    begin = time.perf_counter()
    desk.page.evaluate(f"location.hash = '/{name}'")
    desk.page.wait_for_function(_FIRST, arg=name, timeout=60_000)
    took = (time.perf_counter() - begin) * 1000
    desk.settled()
    desk.page.remove_listener("response", heard)
    return took, heard.api_ms(name), [one.url.split("/v1/")[1].split("?")[0] for one in heard.all]


def measure(desk: Desk) -> None:
    desk.enter("/")
    for name in LISTS:
        desk.open(f"/{name}")
    for name in LISTS:
        runs = [once(desk, name) for _ in range(TIMES)]
        took, api = [run[0] for run in runs], [run[1] for run in runs]
        echo(
            f"{name}: first row p50 {statistics.median(took):.0f} ms (from {min(took):.0f} to {max(took):.0f}), of these the API "
            f"{statistics.median(api):.0f}; asked: {', '.join(sorted(runs[-1][2]))}"
        )


def main() -> None:
    folder = Path(os.environ["SHOP_FOLDER"])
    shop = Shop(json.loads((folder / "shop.json").read_text()) | {"providers": json.loads((folder / "keys.json").read_text())["providers"]})
    how = os.environ.get("FILL", "")
    if how != "no":
        fill(shop, int(os.environ.get("ROWS", "2000")))
    if how == "only":
        return
    echo(f"load of the machine: {os.getloadavg()[0]:.1f}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        desk = Desk(browser, shop, "owner", ROOT / "build", ROOT / "web/console/node_modules/axe-core/axe.min.js")
        measure(desk)
        browser.close()


if __name__ == "__main__":
    main()
