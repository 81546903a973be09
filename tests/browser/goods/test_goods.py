"""Products and categories as editors work on them: pictures, the tree; and an order that is changed. X46"""

from __future__ import annotations

import io
import uuid
from contextlib import suppress
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.staff import Staff
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000


def picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (900, 900), colour).save(made, "PNG")
    return made.getvalue()


def drag(page: Page, what: Locator, to: Locator) -> None:
    """As a hand does it: press, go there in steps, let go."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 10, start["y"] + start["height"] / 2, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.wait_for_timeout(200)
    page.mouse.up()


def test_pictures_are_uploaded_put_in_order_by_drag_and_saved_with_what_was_typed_beside(staff: Staff, shop: Shop) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open(f"/products/{product}/show")
    desk.page.get_by_label("Brief · English").fill("typed before the pictures")
    files: list[Any] = [{"name": f"{c}.png", "mimeType": "image/png", "buffer": picture(c)} for c in ("red", "blue")]
    broken: Any = {"name": "no.png", "mimeType": "image/png", "buffer": b"this is no picture"}
    desk.page.locator("input[data-pictures]").set_input_files([*files, broken])
    tiles = desk.page.locator("[data-picture]")
    expect(tiles).to_have_count(3, timeout=2 * _PATIENCE_MS)
    expect(desk.page.get_by_role("alert").first).to_be_visible(timeout=_PATIENCE_MS)
    before = [tile.get_attribute("data-picture") for tile in tiles.all()]
    drag(desk.page, tiles.nth(2).locator("[aria-roledescription]"), tiles.nth(0).locator("[aria-roledescription]"))
    expect(tiles.nth(0)).to_have_attribute("data-picture", str(before[2]))
    desk.picture("catalog_editor-pictures-en-wide")
    assert desk.serious() == []
    desk.page.get_by_role("button", name="Save pictures").click()
    expect(desk.page.get_by_role("button", name="Save pictures")).to_be_disabled(timeout=_PATIENCE_MS)
    desk.settled()
    read, owner = f"/v1/admin/products/{product}", shop.staff("owner")
    wanted = [before[2], before[0], before[1]]
    eventually(lambda: [one["url"] for one in shop.get(read, **owner)["images"]], lambda found: found == wanted)
    desk.settled()
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_role("button", name="Save", exact=True)).to_be_disabled(timeout=_PATIENCE_MS)
    eventually(lambda: shop.get(read, **owner)["brief"], lambda found: found.get("en") == "typed before the pictures")
    quiet(desk)


def test_variants_are_a_grid_and_missing_ones_are_added(staff: Staff, shop: Shop) -> None:
    mark = uuid.uuid4().hex[:8]
    body = {
        "title": {"en": f"Grid {mark}", "zh": f"网格 {mark}"},
        "options": [{"name": "size", "values": ["S", "M"]}],
        "variants": [{"sku": f"S-{mark}", "options": {"size": "S"}, "price": {"amount": 1000, "currency": "CNY"}, "barcode": mark}],
    }
    product = shop.send("POST", "/v1/admin/products", body, 201, **shop.staff("owner"))
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/products")
    # Found by words although it is a draft: "/" is the key to the search.
    desk.page.locator("body").press("/")
    desk.page.keyboard.type(f"grid {mark}")
    desk.page.locator("a[data-row]", has_text=f"Grid {mark}").click(timeout=_PATIENCE_MS)
    desk.settled()
    desk.page.get_by_label("Price (CNY)", exact=True).first.fill("12.50")
    desk.page.get_by_role("button", name="Add missing combinations (1)").click()
    desk.page.get_by_label("SKU M").fill(f"M-{mark}")
    desk.page.get_by_label("Price (CNY)", exact=True).nth(1).fill("1,299")
    desk.page.get_by_label("List price (CNY)").nth(1).fill("1400")
    desk.picture("catalog_editor-grid-en-wide")
    desk.page.get_by_role("button", name="Save variants").click()
    expect(desk.page.get_by_role("button", name="Save variants")).to_be_disabled(timeout=_PATIENCE_MS)
    read, wanted = f"/v1/admin/products/{product['id']}", [(f"S-{mark}", 1250, mark), (f"M-{mark}", 129900, None)]
    eventually(
        lambda: [(one["sku"], one["price"]["amount"], one["barcode"]) for one in shop.get(read, **shop.staff("owner"))["variants"]],
        lambda found: found == wanted,
    )
    assert desk.serious() == []
    desk.size("narrow")
    desk.picture("catalog_editor-grid-en-narrow")
    assert desk.fits()
    desk.size("wide")
    quiet(desk)


def test_a_category_is_dragged_below_another_one(staff: Staff, shop: Shop) -> None:
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    made = [shop.send("POST", "/v1/admin/categories", {"name": {"en": f"{name} {mark}"}}, 201, **owner)["id"] for name in ("Cups", "Mugs")]
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/categories")
    cups, mugs = (desk.page.locator(f"[data-category='{one}']") for one in made)
    drag(desk.page, mugs.locator("[data-handle]"), cups.locator("[data-into]"))
    expect(mugs).to_have_attribute("data-depth", "1", timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/categories/{made[1]}", **owner)["parent_id"] == made[0]
    desk.picture("catalog_editor-categories-en-wide")
    assert desk.serious() == []
    quiet(desk)


def test_an_order_is_changed_after_a_preview(staff: Staff, shop: Shop) -> None:
    order, _ = shop.paid_order(shop.a_variant(stock=5)["id"], 2)
    desk = staff.at("manager")
    desk.speak("en")
    desk.open(f"/orders/{order['id']}/show")
    desk.page.get_by_role("button", name="Change order").click()
    dialogue = desk.page.get_by_role("dialog")
    dialogue.get_by_role("textbox").first.fill("1")
    expect(dialogue.locator("[data-preview]")).to_contain_text("Goes back", timeout=_PATIENCE_MS)
    desk.picture("manager-amend-en-wide")
    for _ in range(3):
        # The shop itself may send it on its way meanwhile: then it is refused, shown as of this moment again, and asked for once more.
        expect(dialogue.locator("[data-preview]")).to_contain_text("Goes back", timeout=_PATIENCE_MS)
        dialogue.get_by_role("button", name="Change order").click()
        with suppress(AssertionError):
            expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS // 2)
            break
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    assert [one["quantity"] for one in shop.get(f"/v1/admin/orders/{order['id']}", **shop.staff("owner"))["lines"]] == [1]
    quiet(desk)
