"""Catalogue, files and search (section C of the findings of 25 November 2026), seen from outside.

Not to be seen over HTTP in a short time: F-C2, a worker that takes over a running import (tests/integration/catalog/imports); the
depth and colours of pictures in F-C6 (tests/integration/catalog/media), the foreign addresses in F-C7, for which something must have been
bought and delivered (tests/integration/catalog/test_review_media.py). F-C13 beyond suggestions belongs to a later issue.
"""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import quote

import pytest

from tests.journeys.shopper import Answer, Shop, eventually


def mark() -> str:
    """A word that stands in no other product."""
    return "q" + "".join("bcdfghjklmnpqrtvwxz"[int(digit, 16)] for digit in uuid.uuid4().hex[:8])


def on_sale(shop: Shop, title: dict[str, str] | str, **fields: Any) -> dict[str, Any]:
    """A published product with one variant of 10 pieces, in CNY."""
    owner, sku = shop.staff(), uuid.uuid4().hex[:10]
    body = {
        "title": {"en": title} if isinstance(title, str) else title,
        "description": dict.fromkeys(title if isinstance(title, dict) else ["en"], "Good"),
        "images": [{"url": "https://example.com/mug.jpg"}],
        "variants": [{"sku": sku, "options": {}, "price": {"amount": 5900, "currency": "CNY"}}],
    }
    made: dict[str, Any] = shop.send("POST", "/v1/admin/products", body | fields, 201, **owner)
    shop.send("POST", f"/v1/admin/stock/{made['variants'][0]['id']}/adjust", {"delta": 10, "reason": "count"}, **owner)
    shop.send("POST", f"/v1/admin/products/{made['id']}/publish", **owner)
    return made


def job_when_done(shop: Shop, job: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The job, and what is told of its rows."""
    owner = shop.staff()
    done = eventually(lambda: shop.get(f"/v1/admin/jobs/{job['id']}", **owner), lambda one: one["finished_at"], seconds=60)
    return done, shop.get(f"/v1/admin/jobs/{job['id']}/rows?limit=100", **owner)["data"]


def imported(shop: Shop, table: bytes, query: str = "", kind: str = "text/csv") -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return job_when_done(shop, shop.send("POST", f"/v1/admin/imports?{query}", table, 202, Content_Type=kind, **shop.staff()))


def admin_product(shop: Shop, slug: str) -> dict[str, Any]:
    """By the slug of a product that an import made, a draft or not."""
    rows = shop.get("/v1/admin/products?limit=100", **shop.staff())["data"]
    (found,) = [row["id"] for row in rows if row["slug"] == slug]
    product: dict[str, Any] = shop.get(f"/v1/admin/products/{found}", **shop.staff())
    return product


# — F-C1 —


@pytest.mark.parametrize(
    ("encoding", "title", "kind"),
    [("gbk", "青花瓷茶杯，景德镇手工制作", "text/csv"), ("latin-1", "Café crème brûlée à la façon", "application/octet-stream")],
)
def test_a_table_in_another_encoding_keeps_its_texts(shop: Shop, encoding: str, title: str, kind: str) -> None:
    """F-C1: posted inline, as spreadsheet programs save it."""
    slug = mark()
    table = f'Handle,Title,Variant Price,Variant SKU\n{slug},"{title}",12.50,{slug}-1\n'.encode(encoding)
    done, rows = imported(shop, table, kind=kind, query=f"filename={slug}.csv")
    assert (done["state"], done["progress"]["created"]) == ("succeeded", 1), (done, rows)
    assert title in admin_product(shop, slug)["title"].values()


def test_a_text_that_somebody_has_broken_already_is_refused(shop: Shop) -> None:
    """F-C1: U+FFFD in a caller's text is never meant."""
    owner = shop.staff()
    body = {"title": {"en": "Caf\ufffd"}, "variants": [{"sku": mark(), "options": {}, "price": {"amount": 1, "currency": "CNY"}}]}
    answer = shop.call("POST", "/v1/admin/products", body, **owner)
    assert (answer.status, [one["code"] for one in answer.json["errors"]]) == (422, ["unknown_encoding"]), answer.text
    raw = b'{"name": {"en": "Caf\xe9"}}'
    assert shop.call("POST", "/v1/admin/brands", raw, **owner).status in (400, 422)
    note = shop.call("PATCH", "/v1/me", {"name": "Ren\ufffd"}, **shop.staff("customer"))
    assert (note.status, note.json["errors"][0]["code"]) == (422, "unknown_encoding")


# — F-C3, F-C9 —


def test_an_old_address_of_a_product_leads_on_everywhere(shop: Shop) -> None:
    """F-C3: the product, its variants, its reviews."""
    old, new = mark(), mark()
    product = on_sale(shop, old, slug=old)
    shop.send("PATCH", f"/v1/admin/products/{product['id']}", {"slug": new}, **shop.staff())
    for path in ("", "/variants", "/reviews"):
        answer = shop.call("GET", f"/v1/products/{old}{path}")
        assert (answer.status, answer.headers["location"]) == (301, f"/v1/products/{new}{path}"), answer.text
        assert shop.call("GET", f"/v1/products/{new}{path}").status == 200


def test_an_edit_that_changes_nothing_leaves_the_version(shop: Shop) -> None:
    """F-C9: of products, categories, settings; a conflict tells the version that is there."""
    owner = shop.staff()
    product = on_sale(shop, mark())
    path = f"/v1/admin/products/{product['id']}"
    before = shop.get(path, **owner)
    assert shop.send("PATCH", path, {"title": before["title"], "tags": before["tags"]}, **owner)["version"] == before["version"]
    changed = shop.send("PATCH", path, {"title": {"en": mark()}}, **owner)
    assert changed["version"] == before["version"] + 1
    stale = shop.call("PATCH", path, {"title": {"en": "x"}}, If_Match=f'"{before["version"]}"', **owner)
    assert (stale.status, stale.json["code"]) == (409, "version_conflict")
    for setting in ("checkout_settings", "tax_settings", "media_settings", "payment_settings", "price_floor", "shipping_calendar"):
        kept = shop.get(f"/v1/admin/{setting}", **owner)
        assert isinstance(kept["version"], int), setting
    kind = shop.send("POST", "/v1/admin/categories", {"name": {"en": mark()}}, 201, **owner)
    again = shop.send("PATCH", f"/v1/admin/categories/{kind['id']}", {"name": kind["name"]}, **owner)
    assert again["version"] == kind["version"]


# — F-C4, F-C5, F-C13 —

FOUND = [
    ("dress", "dresses"),
    ("dresses", "dress"),
    ("watch", "watches"),
    ("knives", "knife"),
    ("リンゴ", "りんご"),
    ("ﾘﾝｺﾞ", "りんご"),
    ("wifi", "Wi-Fi"),
    ("wi fi", "wifi"),
    ("500毫升", "500ml"),
    ("500 ML", "500毫升"),
    ("children", "child"),
    ("tee shirts", "tee shirt"),
]


def test_one_thing_is_found_however_it_is_written(shop: Shop) -> None:
    """F-C4"""
    word = mark()
    made = {title: on_sale(shop, f"{title} {word}")["id"] for title in sorted({title for _, title in FOUND})}

    def missed() -> list[tuple[str, str]]:
        pages = {asked: shop.get(f"/v1/products?q={quote(f'{asked} {word}')}")["data"] for asked, _ in FOUND}
        return [(asked, title) for asked, title in FOUND if made[title] not in [row["id"] for row in pages[asked]]]

    assert eventually(missed, lambda left: not left, seconds=15) == []


def test_what_is_asked_for_comes_first_and_what_only_looks_alike_not_at_all(shop: Shop) -> None:
    """F-C4: `tshirt` means T-shirts before shirts; `sweater` finds no sofa. F-C5: what is marked adds up to the title. F-C13: titles."""
    word = mark()
    shirt, tee = on_sale(shop, f"Shirt {word}")["id"], on_sale(shop, f"T-shirt {word}")["id"]
    sofa, gold = on_sale(shop, f"Sofa {word}")["id"], on_sale(shop, f"Gold Elephant {word} Earrings")["id"]

    def found(asked: str) -> list[str]:
        return [row["id"] for row in shop.get(f"/v1/products?q={quote(asked)}")["data"]]

    eventually(lambda: set(found(word)), lambda ids: ids == {shirt, tee, sofa, gold}, seconds=15)
    assert found(f"tshirt {word}")[0] == tee
    assert sofa not in found("sweater")
    (row,) = [one for one in shop.get(f"/v1/products?q={quote(f'elephant {word}')}")["data"] if one["id"] == gold]
    assert "".join(part["text"] for part in row["highlight"]) == f"Gold Elephant {word} Earrings"
    assert [part["text"] for part in row["highlight"] if part["hit"]] == ["Elephant", word]
    suggested = eventually(lambda: shop.get(f"/v1/products/suggest?q={quote('Gold Eleph')}")["data"], bool, seconds=10)
    assert f"Gold Elephant {word} Earrings" in [one["text"] for one in suggested if one.get("kind") == "product"]


# — F-C8 —


def test_readers_of_every_chinese_get_theirs_and_are_told_which(shop: Shop) -> None:
    """F-C8: zh-TW and zh-HK read zh-Hant; a title in English has no Chinese SEO title beside it."""
    word = mark()
    texts = {"zh": f"杯子 {word}", "zh-Hant": f"馬克杯 {word}", "en": f"Mug {word}"}
    product = on_sale(shop, texts)
    for asked, language in (("zh-TW", "zh-Hant"), ("zh-HK,zh;q=0.8", "zh-Hant"), ("zh-CN", "zh"), ("en-GB", "en")):
        answer = shop.call("GET", f"/v1/products/{product['id']}", Accept_Language=asked)
        assert (answer.json["title"], answer.headers.get("content-language")) == (texts[language], language), asked
    shop.send("PATCH", f"/v1/admin/products/{product['id']}", {"seo": {"title": {"zh": "杯子"}}}, **shop.staff())
    assert shop.get(f"/v1/products/{product['id']}", Accept_Language="en")["seo"]["title"] == texts["en"]


# — F-C10 —


def test_shopify_s_new_template_and_its_oddities_come_in(shop: Shop) -> None:
    """F-C10: new columns, semicolons, `1,299.00`, a repeated SKU, negative stock: imported, with a remark for each row."""
    slug = mark()
    head = "Title;URL handle;SKU;Price;Inventory quantity;Weight value (grams);Option1 name;Option1 value\n"
    rows = [
        f'Lamp {slug};{slug};{slug}-1;"1,299.00";5;800;Size;S',
        f";{slug};{slug}-1;1300;-3;800;Size;M",
    ]
    done, told = imported(shop, (head + "\n".join(rows) + "\n").encode(), query="currency=CNY")
    assert (done["state"], done["progress"]["failed"]) == ("succeeded", 0), (done, told)
    product = admin_product(shop, slug)
    assert {one["options"]["Size"]: one["price"]["amount"] for one in product["variants"]} == {"S": 129900, "M": 130000}
    assert len({one["sku"] for one in product["variants"]}) == 2
    remarks = {error["code"] for row in told for error in row["errors"]}
    assert "negative_stock" in remarks
    assert any("sku" in code for code in remarks), remarks
    small = next(one["id"] for one in product["variants"] if one["options"]["Size"] == "S")
    assert shop.stock(small) == {"on_hand": 5, "reserved": 0, "available": 5}


def test_a_dry_run_says_what_would_happen_and_does_nothing(shop: Shop) -> None:
    """F-C10: only a title is required; prices decide whether it can be sold."""
    slug = mark()
    table = f"Title,URL handle,Price\nLamp {slug},{slug},12.00\n".encode()
    done, told = imported(shop, table, query="dry_run=true&currency=CNY")
    assert (done["state"], done["progress"]["created"], [row["status"] for row in told]) == ("succeeded", 1, ["created"])
    assert slug not in [row["slug"] for row in shop.get("/v1/admin/products?limit=100", **shop.staff())["data"]]


def test_any_table_comes_in_by_a_mapping(shop: Shop) -> None:
    """F-C10"""
    slug = mark()
    mapping = quote('{"Bezeichnung": "Title", "Kennung": "Handle", "Preis": "Price"}')
    done, told = imported(shop, f"Kennung;Bezeichnung;Preis\n{slug};Lampe;19,90\n".encode(), query=f"currency=EUR&mapping={mapping}")
    assert (done["state"], done["progress"]["created"]) == ("succeeded", 1), (done, told)
    assert admin_product(shop, slug)["variants"][0]["price"] == {"amount": 1990, "currency": "EUR"}


# — F-C11, F-C12 —


def test_private_metadata_is_for_staff_only(shop: Shop) -> None:
    """F-C11: on products and variants; carts take metadata too."""
    public, secret = {"colour": "red"}, f"ERP-{mark()}"
    both: dict[str, Any] = {"metadata": public, "private_metadata": {"erp": secret}}
    variant = {"sku": mark(), "options": {}, "price": {"amount": 5900, "currency": "CNY"}, **both}
    product = on_sale(shop, mark(), variants=[variant], **both)
    kept = shop.get(f"/v1/admin/products/{product['id']}", **shop.staff())
    assert (kept["private_metadata"], kept["variants"][0]["private_metadata"]) == ({"erp": secret}, {"erp": secret})
    for path in ("", "/variants"):
        shown = shop.call("GET", f"/v1/products/{product['id']}{path}", **shop.staff("customer"))
        assert shown.status == 200
        assert secret not in shown.text
    assert shop.get(f"/v1/products/{product['id']}")["metadata"] == public
    assert shop.send("POST", "/v1/carts", {"currency": "CNY", "metadata": {"table": "7"}}, 201)["metadata"] == {"table": "7"}


def declared(kind: str) -> dict[str, Any]:
    return {"code": "width", "name": {"en": "Width"}, "type": kind, "filterable": True}


def test_an_inherited_attribute_keeps_its_type_and_numbers_are_filtered_by_range(shop: Shop) -> None:
    """F-C12"""
    owner, word = shop.staff(), mark()
    parent = shop.send("POST", "/v1/admin/categories", {"name": {"en": word}, "attributes": [declared("number")]}, 201, **owner)
    child = {"name": {"en": f"{word} small"}, "parent_id": parent["id"], "attributes": [declared("text")]}
    answer: Answer = shop.call("POST", "/v1/admin/categories", child, **owner)
    assert answer.status in (409, 422), answer.text
    below = shop.send("POST", "/v1/admin/categories", child | {"attributes": []}, 201, **owner)
    widths = {
        width: on_sale(shop, f"{word} {width}", category_id=below["id"], attributes=[{"code": "width", "value": width}])["id"]
        for width in (9, 10.5, 12)
    }

    def within(values: str) -> set[str]:
        return {row["id"] for row in shop.get(f"/v1/products?category={parent['id']}&attr.width={values}")["data"]}

    eventually(lambda: within("0..100"), lambda ids: ids == set(widths.values()), seconds=15)
    assert within("10..11") == {widths[10.5]}
    assert within("10.5..") == {widths[10.5], widths[12]}
    assert within("..9") == {widths[9]}
    assert within("9") == {widths[9]}


def test_signs_in_a_title_are_signs(shop: Shop) -> None:
    """F-C12"""
    title = f"A&B <small> {mark()} 5 < 6"
    product = on_sale(shop, title)
    assert shop.get(f"/v1/products/{product['id']}", Accept_Language="en")["title"] == title
