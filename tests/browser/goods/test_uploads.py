"""Files under way: nobody leaves them by mistake, and what was left is not there. X46"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Dialog, Route, expect

from tests.browser.goods.test_goods import picture
from tests.browser.staff import Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop

_PATIENCE_MS = 30_000
_BUCKET = re.compile(r"/shop-[a-z0-9-]*-data-[a-z0-9-]*/?$")


def test_back_in_the_middle_of_an_upload_asks_first(staff: Staff, shop: Shop) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.another("catalog_editor")
    desk.enter('/products?filter={"status":"published"}')
    # As somebody comes: the list is where the tab began, the product was clicked.
    desk.page.reload()
    desk.page.locator(f"a[data-row][href*='{product}']").click(timeout=_PATIENCE_MS)
    expect(desk.page.get_by_label("Brief · English")).to_be_visible(timeout=_PATIENCE_MS)
    desk.settled()
    # The bucket is another host than the shop's; what goes there is held, as on a slow line.
    held: list[Route] = []
    desk.page.route(_BUCKET, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    asked: list[str] = []
    answers = iter((False, True))

    def answer(dialogue: Dialog) -> None:
        asked.append(dialogue.message)
        dialogue.accept() if next(answers) else dialogue.dismiss()

    desk.page.on("dialog", answer)
    files: Any = [{"name": "red.png", "mimeType": "image/png", "buffer": picture("red")}]
    # Two of one name have a bar each.
    for _ in range(2):
        desk.page.locator("input[data-pictures]").set_input_files(files)
    expect(desk.page.locator("[data-coming]")).to_have_count(2)
    for _ in range(300):
        desk.page.wait_for_timeout(100)
        if len(held) == 2:
            break
    assert len(held) == 2
    desk.page.evaluate("history.back()")
    desk.page.wait_for_timeout(500)
    expect(desk.page).to_have_url(re.compile(product))
    desk.page.evaluate("history.back()")
    expect(desk.page).to_have_url(re.compile("#/products"), timeout=_PATIENCE_MS)
    assert len(asked) == 2
    for one in held:
        one.abort()
    desk.page.unroute_all()
    desk.page.remove_listener("dialog", answer)
    desk.settled()
    read = f"/v1/admin/products/{product}"
    assert [one["url"] for one in shop.get(read, **shop.staff("owner"))["images"]] == ["https://example.com/mug.jpg"]
    quiet(desk)
    desk.context.close()
