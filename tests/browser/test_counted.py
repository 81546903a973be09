"""What the first page counts is what it leads to, and lists that ask for something first say what. X46"""

from __future__ import annotations

import re
import uuid
from functools import partial

from playwright.sync_api import expect

from tests.browser.staff import Staff
from tests.browser.test_fuller_forms import dialogue_of, saved
from tests.browser.test_pages import quiet
from tests.journeys.merchant import basket, cny
from tests.journeys.parcels.test_returns import delivered
from tests.journeys.shopper import Shop, eventually

_PATIENCE_MS = 30_000
_TILES = ("To ship", "On hold")


def a_paid_order(shop: Shop) -> str:
    order, _own = shop.paid_order(shop.a_variant(stock=3)["id"])
    return str(order["id"])


def test_a_tile_leads_to_the_orders_that_it_counts(staff: Staff, shop: Shop) -> None:
    owner, order = shop.staff("owner"), a_paid_order(shop)
    eventually(lambda: shop.get(f"/v1/admin/orders/{order}", **owner)["status"], lambda status: status in ("paid", "fulfilling"))
    why = f"Looks odd {uuid.uuid4().hex[:6]} 🙃"
    shop.send("POST", f"/v1/admin/orders/{order}/hold", {"reason": why}, **owner)
    desk = staff.at("owner")
    desk.speak("en")
    for name in _TILES:
        desk.open("/")
        tile = desk.page.get_by_role("link", name=re.compile(f"{name}$"))
        count = int(re.match(r"\d+", tile.inner_text())[0])  # type: ignore[index]
        tile.click()
        desk.settled()
        rows = desk.page.locator("a[data-row]")
        expect(rows).to_have_count(min(count, 25), timeout=_PATIENCE_MS)
        assert order in [link.split("/")[-2] for link in rows.evaluate_all("found => found.map((one) => one.hash)")]
        desk.picture(f"owner-{name.lower().replace(' ', '-')}-en-wide")
        assert desk.serious() == []
    expect(desk.page.get_by_text(why)).to_be_visible()
    desk.page.locator(f"a[data-row][href*='{order}']").click()
    held = desk.page.locator("[data-held]")
    expect(held).to_contain_text(why, timeout=_PATIENCE_MS)
    expect(held).to_contain_text("owner@shop.example")
    expect(desk.page.get_by_role("button", name="Pick list")).to_have_count(0)
    quiet(desk)


def test_drafts_of_products_are_counted_and_opened(staff: Staff, shop: Shop) -> None:
    """Others write beside it: the figure lies between what the API says before and after."""
    owner, mark, path = shop.staff("owner"), uuid.uuid4().hex[:8], "/v1/admin/products?status=draft&limit=50"
    draft = {"title": {"en": f"Mug {mark}", "zh": f"杯 {mark}"}, "options": [], "variants": [{"sku": mark, "price": cny(5900)}]}
    made = shop.send("POST", "/v1/admin/products", draft, 201, **owner)["id"]
    desk = staff.at("owner")
    desk.speak("en")
    before = len(shop.get(path, **owner)["data"])
    desk.open("/")
    tile = desk.page.get_by_role("link", name=re.compile("Drafts of products$"))
    count = int(re.match(r"\d+", tile.inner_text())[0])  # type: ignore[index]
    assert 0 < before <= count <= len(shop.get(path, **owner)["data"])
    tile.click()
    desk.settled()
    rows = desk.page.locator("a[data-row]")
    expect(rows).to_have_count(min(count, 25), timeout=_PATIENCE_MS)
    assert made in "".join(rows.evaluate_all("found => found.map((one) => one.hash)")) or count > 25
    quiet(desk)


def test_gift_cards_are_issued_in_bulk_and_their_job_is_opened(staff: Staff, shop: Shop) -> None:
    """X18: the codes are in the file of the job alone."""
    desk = staff.at("owner")
    desk.speak("en")
    desk.open("/gift_cards")
    dialogue = dialogue_of(desk, "Issue in bulk")
    dialogue.get_by_label(re.compile("^Worth")).fill("50")
    dialogue.get_by_label(re.compile("^Count")).fill("3")
    dialogue.get_by_label(re.compile("^Reason")).fill("Spring fair")
    desk.picture("owner-gift-cards-bulk-en-wide")
    assert desk.serious() == []
    saved(desk, dialogue, "Issue in bulk")
    desk.page.wait_for_url(re.compile(r"#/jobs/job_\w+/show"), timeout=_PATIENCE_MS)
    job = desk.page.url.split("/jobs/")[1].split("/")[0]
    done = eventually(lambda: shop.get(f"/v1/admin/jobs/{job}", **shop.staff("owner")), lambda one: one["state"] == "succeeded", seconds=60)
    assert done["progress"]["done"] == 3
    quiet(desk)


def test_codes_of_a_coupon_are_followed_where_they_were_asked_for(staff: Staff, shop: Shop) -> None:
    """Their file is offered there once they are made, also to who could see all jobs."""
    rule = {"name": {"zh": "减十元", "en": "Ten off"}, "kind": "fixed", "currency": "CNY", "amount": 1000}
    made = {"distribution": "batch", "rule": rule}
    coupon = shop.send("POST", "/v1/admin/coupons", made, 201, **shop.staff("owner"))["id"]
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/coupons/{coupon}/show")
    dialogue = dialogue_of(desk, "Make codes")
    dialogue.get_by_label(re.compile("^Quantity")).fill("3")
    dialogue.get_by_role("button", name="Make codes").click()
    expect(desk.page.locator("[data-job=succeeded]")).to_be_visible(timeout=_PATIENCE_MS)
    assert f"/coupons/{coupon}/show" in desk.page.url
    assert desk.serious() == []
    desk.picture("owner-coupon-codes-en-wide")
    file = desk.page.get_by_role("dialog").get_by_role("link", name=re.compile("csv")).get_attribute("href")
    assert file
    quiet(desk)


def test_a_channel_is_added_and_chosen_in_a_price_list(staff: Staff, shop: Shop) -> None:
    """X13: what is set up is offered by its name elsewhere."""
    code = f"stall-{uuid.uuid4().hex[:6]}"
    desk = staff.at("owner")
    desk.speak("en")
    desk.open("/settings/channels/show")
    desk.page.get_by_role("button", name="Add: Channels").click()
    desk.page.get_by_label(re.compile("^Id")).last.fill(code)
    desk.page.get_by_label(re.compile("^Name")).last.fill(f"Stall {code}")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_text("Done")).to_be_visible(timeout=_PATIENCE_MS)
    # The notice may still be that of what was done before.
    channels = partial(shop.get, "/v1/admin/price_lists/channels", **shop.staff("owner"))
    eventually(channels, lambda found: (code, f"Stall {code}") in [(one["id"], one["name"]) for one in found["channels"]])
    desk.open(f"/products/{shop.a_variant(stock=1)['product_id']}/show")
    dialogue = dialogue_of(desk, "All fields")
    dialogue.get_by_label("Channels", exact=True).click()
    desk.page.get_by_role("option", name=f"Stall {code}").click(timeout=_PATIENCE_MS)
    expect(dialogue).to_contain_text(f"Stall {code}")
    desk.page.keyboard.press("Escape")
    dialogue.get_by_role("button", name="Cancel").click()
    expect(dialogue).to_have_count(0)
    quiet(desk)


def test_a_case_to_rule_on_is_counted_and_listed_for_its_arbiter(staff: Staff, shop: Shop) -> None:
    """Its ruling is offered once both sides had their time to show evidence: until then it says until when."""
    ordered, own = delivered(shop, basket(shop, shop.a_variant(stock=1)["id"]))
    line = ordered["lines"][0]
    wish = {"kind": "refund_only", "lines": [{"line_id": line["id"], "quantity": 1, "reason": "arrived_late"}], "note": "Too late 🙃"}
    case = shop.send("POST", f"/v1/orders/{ordered['id']}/returns", wish, 201, **own)
    shop.send("POST", f"/v1/admin/returns/{case['id']}/reject", {"reason": "It came in time."}, **shop.staff("support"))
    escalated = "/v1/admin/returns?status=escalated"
    before = len(shop.get(escalated, **shop.staff("owner"))["data"])
    shop.send("POST", f"/v1/returns/{case['id']}/escalate", **own)
    desk = staff.another("arbiter")
    desk.enter("/")
    tile = desk.page.get_by_role("link", name=re.compile("Returns to rule on$"))
    expect(tile).to_have_text(re.compile(f"^{before + 1}\\D"))
    tile.click()
    desk.page.locator("a[data-row]", has_text=case["number"]).click()
    expect(desk.page.get_by_role("alert").filter(has_text="Both sides may show evidence until")).to_be_visible(timeout=_PATIENCE_MS)
    expect(desk.page.get_by_role("button", name="Rule")).to_have_count(0)
    main = desk.page.locator("#main-content")
    expect(main.get_by_role("link", name=ordered["number"])).to_have_attribute(
        "href", f"#/orders/{ordered['id']}/show", timeout=_PATIENCE_MS
    )
    for told in ("Test mug", line["sku"], "1 of 1 pieces bought", "Arrived late", "Too late 🙃", "It came in time."):
        expect(main).to_contain_text(told)
    # Their work first; what they may only read last.
    headings = desk.page.locator(".RaMenu-open .MuiListSubheader-root, .RaMenu-closed .MuiListSubheader-root").all_inner_texts()
    assert (headings[0], headings[-1]) == ("Sales", "Look up")
    desk.picture("arbiter-case-en-wide")
    assert desk.serious() == []
    quiet(desk)
    desk.context.close()
