"""A session that ends over a question: what is typed in it waits for its writer, and what is on its way goes on or is told. X46, case 19"""

from __future__ import annotations

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.goods.test_goods import drag
from tests.browser.staff import Desk, Staff
from tests.browser.test_desk_of_many import END_SESSION, STORED, sign_in_over
from tests.browser.typed.test_drafts import ended, left
from tests.journeys.merchant import shipments
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_AGAIN = "Your session has ended"


def tab_to(page: Page, name: str) -> None:
    """By the key alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(f"no way by Tab to {name}")


def to_ship(shop: Shop, variant: dict[str, Any]) -> dict[str, Any]:
    """Two pieces that are in no parcel: the one that the shop made by itself is called back."""
    owner, (order, own) = shop.staff("owner"), shop.paid_order(variant["id"], 2)
    shop.order_when(order["id"], own, lambda one: one["status"] == "fulfilling" and one["shipments"], seconds=90)
    (planned,) = shop.get(shipments(order), **owner)["data"]
    shop.send("POST", f"{shipments(order)}/{planned['id']}/cancel", {}, **owner)
    return order


def sent(shop: Shop, order: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Each parcel of theirs: its waybill, and how many pieces of each line."""
    found = [one for one in shop.get(shipments(order), **shop.staff("owner"))["data"] if one["status"].lower() != "cancelled"]
    return [(one["waybill"], [line["quantity"] for line in one["lines"]]) for one in found]


def came_back(desk: Desk, page_name: str) -> None:
    desk.sign_in()
    told = desk.page.get_by_text(f"You typed something that was not sent: {page_name}.")
    expect(told).to_be_visible(timeout=_PATIENCE_MS)
    desk.page.get_by_role("link", name="Open", exact=True).first.click()
    desk.settled()


def test_a_parcel_is_sent_by_keys_alone_over_a_session_that_ended(staff: Staff, shop: Shop) -> None:
    order = to_ship(shop, shop.a_variant(stock=3))
    waybill = f"KEYS{uuid.uuid4().hex[:8].upper()}"
    desk = staff.another("warehouse")
    desk.enter("/orders")
    page = desk.page
    page.keyboard.press("/")
    page.keyboard.type(order["number"])
    expect(page.locator("a[data-row]")).to_have_count(1, timeout=_PATIENCE_MS)
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ship", exact=True)).to_be_visible(timeout=_PATIENCE_MS)
    desk.settled()
    tab_to(page, "Ship")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Ship")
    expect(form).to_be_visible()
    form.get_by_label("Waybill").focus()
    page.keyboard.type(waybill)
    page.evaluate(END_SESSION)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name=_AGAIN)).to_be_visible(timeout=_PATIENCE_MS)
    assert waybill not in page.evaluate(STORED), "sealed"
    user = shop.info["users"]["warehouse"]
    page.keyboard.type(user["login"])
    page.keyboard.press("Tab")
    page.keyboard.type(user["password"])
    page.keyboard.press("Enter")
    expect(form).to_have_count(0, timeout=_PATIENCE_MS)
    expect(page.get_by_text(waybill).first).to_be_visible(timeout=_PATIENCE_MS)
    assert sent(shop, order) == [(waybill, [2])]
    assert "console.drafts." not in page.evaluate(STORED)
    desk.context.close()


def test_half_a_parcel_and_half_a_count_wait_for_who_began_them(staff: Staff, shop: Shop) -> None:
    """The tab begins anew, and leads to each of them; what was not sent changed nothing."""
    variant = shop.a_variant(stock=3)
    order = to_ship(shop, variant)
    desk = staff.another("warehouse")
    desk.enter(f"/orders/{order['id']}/show")
    desk.page.get_by_role("button", name="Ship", exact=True).click()
    form = desk.page.get_by_role("dialog", name="Ship")
    form.get_by_label(variant["sku"]).fill("1")
    form.get_by_label("Waybill").fill("HALF1")
    ended(desk.page, END_SESSION)
    left(desk)
    came_back(desk, "Orders")
    expect(form.get_by_label("Waybill")).to_have_value("HALF1", timeout=_PATIENCE_MS)
    expect(form.get_by_label(variant["sku"])).to_have_value("1")
    desk.picture("warehouse-ship-draft-en-wide")
    form.get_by_role("button", name="Ship").click()
    expect(form).to_have_count(0, timeout=_PATIENCE_MS)
    assert sent(shop, order) == [("HALF1", [1])]
    desk.open(f"/stock?variant={variant['sku']}")
    desk.page.get_by_role("button", name="Adjust", exact=True).click()
    form = desk.page.get_by_role("dialog", name="Adjust")
    form.get_by_label("Pieces").first.fill("+4")
    form.get_by_label("Reason").fill("found behind the shelf")
    before = shop.get(f"/v1/admin/stock/{variant['id']}", **shop.staff("owner"))["on_hand"]
    ended(desk.page, END_SESSION)
    left(desk)
    came_back(desk, "Stock")
    expect(form.get_by_label("Reason")).to_have_value("found behind the shelf", timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/stock/{variant['id']}", **shop.staff("owner"))["on_hand"] == before
    form.get_by_role("button", name="Adjust").click()
    expect(form).to_have_count(0, timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/stock/{variant['id']}", **shop.staff("owner"))["on_hand"] == before + 4
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    low = desk.page.get_by_role("button", name="Low from", exact=True)
    low.click()
    form = desk.page.get_by_role("dialog", name="Low from")
    form.get_by_role("textbox").first.fill("17")
    ended(desk.page, END_SESSION)
    left(desk)
    came_back(desk, "Stock")
    expect(form.get_by_role("textbox").first).to_have_value("17", timeout=_PATIENCE_MS)
    # What its writer lets go does not wait for them any more.
    form.get_by_role("button", name="Cancel").click()
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    low.click()
    expect(form.get_by_role("textbox").first).not_to_have_value("17", timeout=_PATIENCE_MS)
    desk.context.close()


def test_a_category_that_is_dragged_comes_there_or_is_told_that_it_did_not(staff: Staff, shop: Shop) -> None:
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    above, moved = (
        shop.send("POST", "/v1/admin/categories", {"name": {"en": f"{name} {mark}", "zh": f"{name} {mark}"}}, 201, **owner)
        for name in ("Above", "Moved")
    )
    parent = f"/v1/admin/categories/{moved['id']}"
    desk = staff.another("catalog_editor")
    desk.enter("/categories")
    rows = desk.page.locator("[data-category]")
    row, target = rows.filter(has_text=f"Moved {mark}"), rows.filter(has_text=f"Above {mark}")
    desk.page.evaluate(END_SESSION)
    drag(desk.page, row.locator("[data-handle]"), target.locator("[data-into]"))
    left(desk)
    came_back(desk, "Categories")
    expect(desk.page.get_by_text(f"“Moved {mark}” was not moved")).to_be_visible(timeout=_PATIENCE_MS)
    assert shop.get(parent, **owner)["parent_id"] is None
    desk.page.evaluate(END_SESSION)
    drag(desk.page, row.locator("[data-handle]"), target.locator("[data-into]"))
    sign_in_over(desk, "catalog_editor")
    expect(row).to_have_attribute("data-depth", "1", timeout=_PATIENCE_MS)
    assert shop.get(parent, **owner)["parent_id"] == above["id"]
    expect(desk.page.get_by_text("was not moved")).to_have_count(0)
    expect(desk.page.get_by_text("You typed something")).to_have_count(0)
    desk.context.close()


def test_a_view_that_somebody_else_renamed_is_taken_back_and_keeps_their_name(staff: Staff, shop: Shop) -> None:
    owner, mark = shop.staff("owner"), uuid.uuid4().hex[:6]
    body = {"page": "returns", "name": f"Mine {mark}", "filter": {"status": "approved"}, "shared_with": "everyone"}
    made = shop.send("POST", "/v1/admin/views", body, 201, **shop.staff("support"))
    one = f"/v1/admin/views/returns/{made['id']}"
    desk = staff.another("support")
    desk.enter("/returns")
    desk.page.get_by_role("button", name="Views").click()
    desk.page.get_by_role("menuitem", name=f"Change Mine {mark}").click()
    form = desk.page.get_by_role("dialog", name="Change Mine")
    form.get_by_label("Shared with").click()
    desk.page.get_by_role("option", name="Me alone").click()
    shop.send("PATCH", one, {"name": f"Theirs {mark}"}, **owner, If_Match='"1"')
    form.get_by_role("button", name="Save").click()
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    expect(conflict).to_contain_text("Changed meanwhile: Name", timeout=_PATIENCE_MS)
    expect(conflict).to_contain_text("You change: Shared with")
    desk.picture("support-view-conflict-en-wide")
    conflict.get_by_role("button", name="Overwrite").click()
    mine = shop.staff("support")

    def kept() -> Any:  # The form is out of sight while the question is there, so only the shop can tell that it was answered.
        return next(view for view in shop.get("/v1/admin/views?page=returns", **mine)["data"] if view["id"] == made["id"])

    found = eventually(kept, lambda view: view["shared_with"] == "nobody")
    assert found["name"] == f"Theirs {mark}"
    expect(form).to_have_count(0, timeout=_PATIENCE_MS)
    shop.send("DELETE", one, None, 204, **mine, If_Match=f'"{found["version"]}"')
    desk.context.close()
