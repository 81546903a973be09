"""What two people, or one hand too many, do to one thing at once: nothing is written over unseen, nothing is done twice. X46"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Dialog, Request, Route, expect

from tests.browser.staff import Desk, Staff
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_REFRESH = "document.querySelector('[aria-label=Refresh]').click()"
_BACK_ONLINE = "window.dispatchEvent(new Event('offline')); window.dispatchEvent(new Event('online'))"


def a_tag(shop: Shop) -> str:
    code = f"c-{uuid.uuid4().hex[:8]}"
    shop.send("POST", "/v1/admin/tags", {"code": code, "name": {"en": "one"}}, 201, **shop.staff("owner"))
    return code


def change(shop: Shop, path: str, **changes: Any) -> None:
    owner = shop.staff("owner")
    shop.send("PATCH", path, changes, **owner, If_Match=f'"{shop.get(path, **owner)["version"]}"')


def again(shop: Shop, method: str, path: str, to: str, body: Any) -> None:
    """Of what moves by itself, such as an order that was paid: until it held still for long enough."""
    owner = shop.staff("owner")

    def once() -> int:
        return shop.call(method, to, body, **owner, If_Match=f'"{shop.get(path, **owner)["version"]}"').status

    eventually(once, (200).__eq__)


def writes(desk: Desk, wanted: str) -> list[Request]:
    found: list[Request] = []
    desk.page.on("request", lambda one: found.append(one) if one.method != "GET" and wanted in one.url else None)
    return found


@pytest.mark.parametrize("read_meanwhile", [False, True], ids=["unseen", "read by the page meanwhile"])
def test_any_form_asks_before_it_writes_over_what_somebody_else_changed(staff: Staff, shop: Shop, read_meanwhile: bool) -> None:
    """Also where the page behind the form has read the newer version, and where the button is pressed twice."""
    code, owner = a_tag(shop), shop.staff("owner")
    path = f"/v1/admin/tags/{code}"
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/tags/{code}/show")
    desk.page.get_by_role("button", name="Edit", exact=True).first.click()
    form = desk.page.get_by_role("dialog", name="Edit")
    form.get_by_label("Name · English").fill("mine")
    change(shop, path, name={"en": "theirs"})
    # The audit log hears of it a moment later; who asks before that is told of the change alone.
    told = f"/v1/admin/audit_log?subject={code}&limit=10"
    eventually(lambda: shop.get(told, **owner)["data"], lambda rows: any(one["action"].startswith("PATCH") for one in rows))
    if read_meanwhile:
        desk.page.evaluate(_REFRESH)
        expect(desk.page.locator("#main-content").get_by_text("theirs").first).to_be_attached(timeout=_PATIENCE_MS)
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    for _ in range(2):
        form.get_by_role("button", name="Edit", exact=True).click()
        expect(conflict).to_contain_text("Changed by", timeout=_PATIENCE_MS)
        expect(conflict).to_contain_text("You change: Name")
        conflict.get_by_role("button", name="Cancel").click()
        expect(conflict).to_have_count(0)
    assert shop.get(path, **owner)["name"] == {"en": "theirs"}
    form.get_by_role("button", name="Edit", exact=True).click()
    conflict.get_by_role("button", name="Overwrite").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=_PATIENCE_MS)
    assert shop.get(path, **owner)["name"] == {"en": "mine"}


def test_an_overwriting_that_is_refused_says_so(staff: Staff, shop: Shop) -> None:
    code = a_tag(shop)
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/tags/{code}/show")
    desk.page.get_by_role("button", name="Edit", exact=True).first.click()
    form = desk.page.get_by_role("dialog", name="Edit")
    change(shop, f"/v1/admin/tags/{code}", name={"en": "theirs"})

    def lost(route: Route) -> None:
        if route.request.headers.get("if-match") == '"2"':
            route.abort()
        else:
            route.fallback()

    desk.page.route("**/v1/admin/tags/*", lost)
    form.get_by_label("Name · English").fill("mine")
    form.get_by_role("button", name="Edit", exact=True).click()
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    conflict.get_by_role("button", name="Overwrite").click()
    expect(conflict).to_contain_text("No connection", timeout=_PATIENCE_MS)
    desk.page.unroute("**/v1/admin/tags/*")
    conflict.get_by_role("button", name="Overwrite").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=_PATIENCE_MS)
    assert shop.get(f"/v1/admin/tags/{code}", **shop.staff("owner"))["name"] == {"en": "mine"}


def test_a_document_that_is_read_again_keeps_what_is_typed_into_it(staff: Staff, shop: Shop) -> None:
    """The network comes back after somebody else has saved it."""
    owner, path = shop.staff("owner"), "/v1/admin/checkout_settings"
    desk = staff.at("owner")
    desk.speak("en")
    desk.open("/settings/checkout/show")
    now = shop.get(path, **owner)
    theirs, mine = now["hold_minutes"] + 1, now["hold_minutes"] + 2
    field = desk.page.get_by_label(re.compile("^Hold minutes"))
    field.fill(str(mine))
    changed = {name: value for name, value in now.items() if name != "version"} | {"hold_minutes": theirs}
    shop.send("PUT", path, changed, **owner, If_Match=f'"{now["version"]}"')
    with desk.page.expect_response(lambda answer: answer.url.endswith(path) and answer.request.method == "GET"):
        desk.page.evaluate(_BACK_ONLINE)
    desk.settled()
    expect(field).to_have_value(str(mine))
    desk.page.get_by_role("button", name="Save", exact=True).first.click()
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    expect(conflict).to_contain_text("Changed by owner", timeout=_PATIENCE_MS)
    conflict.get_by_role("button", name="Reload").click()
    expect(field).to_have_value(str(theirs), timeout=_PATIENCE_MS)


@pytest.mark.parametrize("gap", [60, 200])
def test_a_double_press_does_a_step_once(staff: Staff, shop: Shop, gap: int) -> None:
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/products/{product}/show")
    sent = writes(desk, "publish")
    button = desk.page.get_by_role("button", name="Unpublish", exact=True)
    button.dblclick(delay=gap // 2)
    expect(desk.page.get_by_role("button", name="Publish", exact=True)).to_be_visible(timeout=_PATIENCE_MS)
    desk.settled()
    assert [one.url.rsplit("/", 1)[1] for one in sent] == ["unpublish"]
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def test_a_double_press_opens_a_question_and_neither_closes_nor_answers_it(staff: Staff, shop: Shop) -> None:
    code = a_tag(shop)
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/tags/{code}/show")
    sent = writes(desk, "/v1/")
    desk.page.get_by_role("button", name="Delete", exact=True).dblclick()
    expect(desk.page.get_by_role("dialog", name="Delete")).to_be_visible()
    desk.page.wait_for_timeout(400)
    expect(desk.page.get_by_role("dialog", name="Delete")).to_be_visible()
    assert sent == []
    desk.page.keyboard.press("Escape")


def test_enter_that_stays_down_makes_one_thing(staff: Staff, shop: Shop) -> None:
    desk = staff.another("catalog_editor")
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    desk.page.on("dialog", agree)
    desk.enter("/products/create")
    sent = writes(desk, "/v1/admin/products")
    mark = uuid.uuid4().hex[:8]
    desk.page.get_by_label("Title · English").fill(f"Held {mark}")
    desk.page.get_by_label(re.compile("^Price")).fill("9,90")
    desk.page.get_by_label("SKU").fill(f"HELD-{mark}")
    for _ in range(20):
        desk.page.keyboard.down("Enter")
        desk.page.wait_for_timeout(20)
    desk.page.keyboard.up("Enter")
    expect(desk.page).to_have_url(re.compile("/products/prod_"), timeout=_PATIENCE_MS)
    assert (len(sent), asked) == (1, [])
    desk.context.close()


@pytest.mark.parametrize("address", ["/settings/%25/show", "/orders/./show", "/orders/held/show"])
def test_an_address_of_nothing_breaks_no_page(staff: Staff, address: str) -> None:
    desk = staff.at("owner")
    desk.speak("en")
    before = len(desk.errors)
    desk.open(address)
    expect(desk.page.get_by_text("Something went wrong")).to_have_count(0)
    if address.startswith("/settings"):
        expect(desk.page.get_by_text("There is no such page.")).to_be_visible()
    assert desk.errors[before:] == []


def test_a_currency_is_typed_letter_by_letter(staff: Staff) -> None:
    """An amount beside half a currency is no reason to lose the page with all that was typed."""
    desk = staff.another("catalog_editor")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.enter("/products/create")
    price, currency = desk.page.get_by_label(re.compile("^Price")), desk.page.get_by_label("Currency")
    price.fill("1,299")
    currency.fill("JP")
    expect(price).to_have_value("1,299")
    currency.press_sequentially("Y")
    expect(desk.page.get_by_text(re.compile(r"= .*1,299(?!\.)"))).to_be_visible()
    assert desk.errors == []
    desk.context.close()
