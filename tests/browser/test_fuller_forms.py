"""Forms of their own for what the contract alone would make hard to fill in, and pages that have something on them. X46"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.staff import Desk, Staff
from tests.browser.test_cases import a_customer
from tests.browser.test_pages import quiet
from tests.journeys.shopper import Shop

_PATIENCE_MS = 30_000


def dialogue_of(desk: Desk, step: str) -> Locator:
    desk.page.get_by_role("button", name=step, exact=True).first.click(timeout=_PATIENCE_MS)
    return desk.page.get_by_role("dialog")


def saved(desk: Desk, dialogue: Locator, step: str) -> None:
    dialogue.get_by_role("button", name=step, exact=True).click()
    expect(dialogue).to_have_count(0, timeout=_PATIENCE_MS)
    desk.settled()


def test_a_variant_is_sold_before_it_is_there(staff: Staff, shop: Shop) -> None:
    """X31: what is wrong is said before it is sent, and who was faster is not overwritten unseen."""
    variant, owner = shop.a_variant(stock=0), shop.staff("owner")
    terms = f"/v1/admin/stock/{variant['id']}/ahead"
    release, leaves = (f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}" for days in (20, 30))
    desk = staff.at("manager")
    desk.speak("en")
    desk.open(f"/products/{variant['product_id']}/show")
    dialogue = dialogue_of(desk, "Sell ahead")
    save = dialogue.get_by_role("button", name="Save", exact=True)
    expect(save).to_be_disabled()
    dialogue.get_by_label("Sold", exact=True).click()
    desk.page.get_by_role("option", name="Preorder").click()
    dialogue.get_by_label("At most so many pieces").fill("many")
    dialogue.get_by_label("Buyers are told").fill(release)
    dialogue.get_by_label("Released on").fill(leaves)
    expect(dialogue).to_contain_text("It cannot leave before it is released.")
    expect(dialogue).to_contain_text("Write a whole number.")
    expect(save).to_be_disabled()
    assert desk.serious() == []
    desk.picture("manager-ahead-refused-en-wide")
    dialogue.get_by_label("At most so many pieces").fill("50")
    dialogue.get_by_label("Released on").fill(release)
    dialogue.get_by_label("Buyers are told").fill(leaves)
    # Somebody else sets other terms meanwhile: what was typed stays, and is not sent over theirs unseen, at the second press neither.
    shop.send("PUT", terms, {"mode": "backorder", "limit": 5, "promised_on": leaves}, 200, **owner)
    conflict = desk.page.get_by_role("dialog", name="Changed meanwhile")
    for _ in range(2):
        save.click()
        expect(conflict).to_contain_text("You change: Mode", timeout=_PATIENCE_MS)
        conflict.get_by_role("button", name="Cancel").click()
        desk.settled()
        expect(dialogue.get_by_label("At most so many pieces")).to_have_value("50")
    assert shop.get(terms, **owner)["limit"] == 5
    save.click()
    conflict.get_by_role("button", name="Overwrite").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0, timeout=_PATIENCE_MS)
    desk.settled()
    now = shop.get(terms, **owner)
    assert (now["mode"], now["limit"], now["promised_on"], now["until"]) == ("preorder", 50, leaves, release)
    expect(desk.page.locator("[data-ahead]")).to_contain_text("50 more can be sold", timeout=_PATIENCE_MS)
    desk.picture("manager-ahead-en-wide")
    dialogue = dialogue_of(desk, "Sell ahead")
    dialogue.get_by_label("Sold", exact=True).click()
    desk.page.get_by_role("option", name="From stock only").click()
    saved(desk, dialogue, "Save")
    assert shop.get(terms, **owner)["mode"] == "none"
    expect(desk.page.locator("[data-ahead]")).to_have_count(0)
    quiet(desk)


def test_who_sees_a_product_and_where_it_is_sold_are_chosen(staff: Staff, shop: Shop) -> None:
    owner = shop.staff("owner")
    levels = shop.get("/v1/admin/member_levels", **owner)
    gold = {"code": "gold", "name": {"en": "Gold", "zh": "金卡"}, "begins": 1000, "keeps": 800}
    shop.send("PUT", "/v1/admin/member_levels", {**levels, "levels": [gold]}, 200, **owner)
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/products/{product}/show")
    dialogue = dialogue_of(desk, "All fields")
    for label, option in (("Visible to", "Gold"), ("Channels", "Web shop (no key)")):
        dialogue.get_by_label(label, exact=True).click()
        desk.page.get_by_role("option", name=option).click(timeout=_PATIENCE_MS)
    desk.page.keyboard.press("Tab")
    expect(dialogue).to_contain_text("Gold")
    assert desk.serious() == []
    desk.picture("owner-visible-to-en-wide")
    saved(desk, dialogue, "All fields")
    now = shop.get(f"/v1/admin/products/{product}", **owner)
    assert (now["visible_to"], now["channels"]) == (["level:gold"], ["web"])
    quiet(desk)


def draft(shop: Shop, number: int, mark: str) -> Any:
    """The first one lacks nothing that shoppers want to know."""
    body = {
        "title": {"en": f"Draft {number} {mark}", "zh": f"草稿 {number} {mark}"},
        "description": {"zh": "好杯子", "en": "A good mug"} if number == 0 else {},
        "images": [{"url": "https://example.com/mug.jpg"}],
        "options": [],
        "variants": [{"sku": f"D-{number}-{mark}", "options": {}, "price": {"amount": 1000, "currency": "CNY"}}],
    }
    made = shop.send("POST", "/v1/admin/products", body, 201, **shop.staff("owner"))
    variant = made["variants"][0]["id"]
    shop.send("POST", f"/v1/admin/stock/{variant}/adjust", {"delta": 1, "reason": "count"}, **shop.staff("owner"))
    return made


def test_many_drafts_are_published_at_once(staff: Staff, shop: Shop) -> None:
    """What one of them lacks is said with it; the other one is on sale."""
    mark = uuid.uuid4().hex[:6]
    made = [draft(shop, number, mark) for number in range(2)]
    desk = staff.at("manager")
    desk.speak("en")
    desk.open('/products?filter={"status":"draft"}')
    for one in made:
        desk.page.get_by_role("checkbox", name=f"Choose {one['title']['en']}").check(timeout=_PATIENCE_MS)
    dialogue = dialogue_of(desk, "Publish")
    dialogue.get_by_role("button", name="Publish", exact=True).click()
    expect(dialogue.locator("[data-outcome=done]")).to_have_count(1, timeout=_PATIENCE_MS)
    expect(dialogue.locator("[data-outcome=failed]")).to_contain_text(made[1]["title"]["en"])
    assert desk.serious() == []
    desk.picture("manager-bulk-publish-en-wide")
    read = [shop.get(f"/v1/admin/products/{one['id']}", **shop.staff("owner")) for one in made]
    assert [one["status"] for one in read] == ["published", "draft"]
    dialogue.get_by_role("button", name="Close").click()
    quiet(desk)


def test_a_feed_that_is_set_up_is_shown_with_its_problems(staff: Staff, shop: Shop) -> None:
    owner = shop.staff("owner")
    before = shop.get("/v1/admin/feeds", **owner)
    feed: dict[str, Any] = {
        "code": "cn", "country": "CN", "language": "zh", "kinds": ["google"], "seller_name": "Shop",
        "link": "https://shop.example/p/{slug}?v={variant_id}", "checkout": False,
    }  # fmt: skip
    shop.send("PUT", "/v1/admin/feeds", {"version": before["version"], "feeds": [feed]}, 200, **owner)
    desk = staff.at("owner")
    desk.speak("en")
    desk.open("/feeds")
    expect(desk.page.get_by_role("heading", name="cn")).to_be_visible(timeout=_PATIENCE_MS)
    desk.page.get_by_role("button", name=re.compile("Problems")).first.click()
    desk.settled()
    desk.picture("owner-feed-en-wide")
    assert desk.serious() == []
    desk.size("narrow")
    assert desk.fits()
    desk.size("wide")
    quiet(desk)


def test_an_article_is_written_of_blocks(staff: Staff, shop: Shop) -> None:
    slug = f"care-{uuid.uuid4().hex[:6]}"
    category = f"{slug}-all"
    shop.send("POST", "/v1/admin/article_categories", {"code": category, "names": {"en": "Care"}}, 201, **shop.staff("owner"))
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open("/articles/create")
    desk.page.get_by_label(re.compile("^Slug")).fill(slug)
    desk.page.get_by_label(re.compile("^Category")).fill(category)
    part = desk.page.locator("details", has=desk.page.locator("summary", has_text="English")).last
    if not part.is_visible():
        desk.page.locator("summary", has_text="Texts").first.click()
    part.locator("summary").first.click()
    part.get_by_label(re.compile("^Title")).first.fill("How to care for mugs")
    desk.page.locator("summary", has_text=re.compile("^Blocks")).click()
    desk.page.get_by_role("button", name="Add: Blocks").click()
    desk.page.get_by_label(re.compile("^Kind")).last.click()
    desk.page.get_by_role("option", name="Text", exact=True).click()
    desk.page.locator("summary", has_text="Texts").last.click()
    block = desk.page.locator("details", has=desk.page.locator("summary", has_text="English")).last
    block.locator("summary").first.click()
    block.get_by_label("Title").fill("Warm water")
    desk.picture("catalog_editor-article-blocks-en-wide")
    assert desk.serious() == []
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.page.wait_for_url(re.compile(r"#/articles/art_\w+/show"), timeout=_PATIENCE_MS)
    name = desk.page.url.split("/articles/")[1].split("/")[0]
    [made] = shop.get(f"/v1/admin/articles/{name}", **shop.staff("owner"))["blocks"]
    assert made["texts"]["en"]["title"] == "Warm water"
    quiet(desk)


def in_yuan(shop: Shop, person: str) -> int:
    balances = [one["balance"] for one in shop.get(f"/v1/admin/store_credit/{person}", **shop.staff("owner"))["credits"]]
    return sum(one["amount"] for one in balances if one["currency"] == "CNY")


def test_credit_is_given_on_the_customer_s_page_and_its_move_is_seen(staff: Staff, shop: Shop) -> None:
    person = a_customer(shop)["id"]
    before = in_yuan(shop, person)
    desk = staff.at("owner")
    desk.speak("en")
    desk.open(f"/customers/{person}/show")
    dialogue = dialogue_of(desk, "Change credit")
    dialogue.get_by_label(re.compile("^Kind")).click()
    desk.page.get_by_role("option", name="Top up").click()
    dialogue.get_by_label(re.compile("^Amount")).fill("12.50")
    saving = dialogue.get_by_role("button", name="Change credit", exact=True)
    saving.click()
    expect(dialogue.get_by_text("Needed.").first).to_be_visible()
    dialogue.get_by_label(re.compile("^Reason")).fill("Parcel was late 🙏")
    desk.picture("owner-credit-form-en-wide")
    assert desk.serious() == []
    saved(desk, dialogue, "Change credit")
    assert in_yuan(shop, person) == before + 1250
    desk.page.get_by_role("button", name=re.compile("▸.*[0-9]")).first.click(timeout=_PATIENCE_MS)
    expect(desk.page.get_by_text("Parcel was late 🙏").first).to_be_visible(timeout=_PATIENCE_MS)
    quiet(desk)


def test_attributes_are_written_by_their_kind(staff: Staff, shop: Shop) -> None:
    """A free one has a text in each language; what was half written is said at its field, and nobody types JSON."""
    product = shop.a_variant(stock=1)["product_id"]
    desk = staff.at("catalog_editor")
    desk.speak("en")
    desk.open(f"/products/{product}/show")
    dialogue = dialogue_of(desk, "All fields")
    part = dialogue.locator("details", has=desk.page.locator("summary", has_text=re.compile("^Attributes")))
    if not part.get_by_role("button", name="Add: Attributes").is_visible():
        part.locator("summary").first.click()
    part.get_by_role("button", name="Add: Attributes").click()
    one = part.locator("details").last
    one.get_by_label("Name · English").fill("Material")
    dialogue.get_by_role("button", name="All fields", exact=True).click()
    expect(dialogue.get_by_role("alert")).to_contain_text("Some fields need another look.")
    one.get_by_label("Value · English").fill("Oak")
    one.get_by_label("Value · Chinese").fill("橡木")
    desk.picture("catalog_editor-attributes-en-wide")
    assert desk.serious() == []
    saved(desk, dialogue, "All fields")
    attributes = shop.get(f"/v1/admin/products/{product}", **shop.staff("owner"))["attributes"]
    assert {"en": "Oak", "zh": "橡木"} in [one["value"] for one in attributes]
    quiet(desk)


def test_the_rule_of_a_segment_is_chosen(staff: Staff, shop: Shop) -> None:
    """Groups in groups, without a brace; what is missing is said at the value, and it is opened again as it was written."""
    name = f"Regulars {uuid.uuid4().hex[:6]}"
    desk = staff.at("owner")
    desk.speak("en")
    desk.open("/segments/create")
    page = desk.page
    page.get_by_label(re.compile("^Name")).fill(name)
    page.get_by_role("button", name="Add condition").click()
    page.get_by_label("Value").fill("2")
    page.get_by_role("button", name="Add group").click()
    inner = page.get_by_role("group", name="Part 2")
    inner.get_by_label("What").click()
    page.get_by_role("option", name="Segment of buyers (RFM)").click()
    inner.get_by_label("Must not be so").last.check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(inner.get_by_text("Needed.")).to_be_visible()
    inner.get_by_label("Value").click()
    page.get_by_role("option", name="At risk").click()
    desk.picture("owner-segment-rule-en-wide")
    assert desk.serious() == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"#/segments/seg_\w+/show"), timeout=_PATIENCE_MS)
    segment = page.url.split("/segments/")[1].split("/")[0]
    rule = shop.get(f"/v1/admin/segments/{segment}", **shop.staff("owner"))["rule"]
    condition = {"field": "rfm", "op": "in", "value": ["at_risk"]}
    assert rule == {"all": [{"field": "orders", "op": "equals", "value": 2}, {"not": {"any": [condition]}}]}
    expect(page.get_by_text("Number of orders is 2")).to_be_visible()
    expect(page.get_by_text("Segment of buyers (RFM) is one of At risk")).to_be_visible()
    dialogue = dialogue_of(desk, "Edit")
    expect(dialogue.get_by_label("Value").first).to_have_value("2")
    expect(dialogue.get_by_text("At risk")).to_be_visible()
    dialogue.get_by_role("button", name="Cancel").click()
    quiet(desk)
