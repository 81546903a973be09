"""F-C8, P11: options in the reader's language, on the product, on its variants, in files; their identity stays what is stored."""

from __future__ import annotations

import json
from typing import Any

from functions.catalog import sellables
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.shared.plain.option_texts import OptionText
from tests.integration.catalog.support import catalogue_items, follow_products, made, published, shopper, sized, staff

NAMES, LABELS = {"en": "Size", "zh-Hant": "尺碼"}, {"大": {"en": "Large"}, "小": {"en": "Small"}}


def translated(**texts: Any) -> list[dict[str, Any]]:
    return [{"name": "尺码", "values": ["大", "小"], "names": NAMES, "labels": LABELS} | texts]


def on_sale() -> dict[str, Any]:
    body = sized("大", "小")
    return published(variants=body["variants"], options=translated())


def changed(product: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return made(staff().patch(f"/v1/admin/products/{product['id']}", fields))


def test_shoppers_read_options_in_their_language_and_staff_read_the_map() -> None:
    """P11: on the product and in the list of its variants; zh-TW takes zh-Hant, who reads none of them gets what is stored."""
    product = on_sale()
    assert product["options"] == translated()
    assert [one["options"] for one in product["variants"]] == [{"尺码": "大"}, {"尺码": "小"}]
    path = f"/v1/products/{product['id']}"
    for language, name, values in (("en-GB", "Size", ["Large", "Small"]), ("zh-TW", "尺碼", ["大", "小"]), ("fr", "尺码", ["大", "小"])):
        seen = shopper(**{"Accept-Language": language}).get(path).json
        assert seen["options"] == [{"name": name, "values": values}]
        rows = shopper(**{"Accept-Language": language}).get(f"{path}/variants").json["data"]
        assert [one["options"] for one in seen["variants"]] == [one["options"] for one in rows] == [{name: value} for value in values]


def test_a_translation_changes_and_no_variant_becomes_another() -> None:
    """ADR 0020: an edit of texts alone passes on a product on sale, and all variants show it; identity is not asked."""
    product = on_sale()
    after = changed(product, options=translated(labels={"大": {"en": "L"}}))
    assert [one["id"] for one in after["variants"]] == [one["id"] for one in product["variants"]]
    large, small = (one["id"] for one in after["variants"])
    found = sellables([large, small])
    assert found[large].options == {"尺码": "大"}
    assert found[large].option_texts == {"尺码": OptionText(NAMES, {"en": "L"})}
    assert found[small].option_texts == {"尺码": OptionText(NAMES, {})}


def test_who_knows_nothing_of_translations_loses_none() -> None:
    """Old clients send name and values; an empty map takes the translations away."""
    product = on_sale()
    bare = {"name": "尺码", "values": ["大", "小"]}
    assert changed(product, options=[bare])["options"] == translated()
    assert changed(product, options=[bare])["version"] == product["version"]
    assert changed(product, options=[bare | {"names": {}, "labels": {}}])["options"] == [bare | {"names": {}, "labels": {}}]


def test_variants_the_edit_had_no_room_for_follow_by_the_stream() -> None:
    """A crash between the edit and what it left is healed by the catalogue's stream."""
    product = on_sale()
    before = catalogue_items()
    changed(product, options=translated(names={"en": "Format"}))
    record = VariantRecord.get(variant_pk(product["variants"][0]["id"]), VARIANT_SK)
    kept = json.loads(record.product) | {"option_texts": {}}
    record.update([VariantRecord.product.set(json.dumps(kept)), VariantRecord.product_version.set(1)])
    follow_products(before)
    assert sellables([product["variants"][0]["id"]])[product["variants"][0]["id"]].option_texts["尺码"].name == {"en": "Format"}


def test_bad_translations_are_refused() -> None:
    def code_of(**texts: Any) -> str:
        answer = staff().post("/v1/admin/products", sized("大", "小") | {"options": translated(**texts)})
        assert answer.status == 422, answer.text
        assert answer.json["errors"][0]["pointer"].startswith("/options")
        return str(answer.json["errors"][0]["code"])

    assert code_of(labels={"大": {"en": "One"}, "小": {"en": "one"}}) == "ambiguous_option_text"
    for shape in ({"labels": {"中": {"en": "M"}}}, {"names": {"english": "Size"}}, {"names": {"en": ""}}, {"names": {"en": "x" * 101}}):
        assert code_of(**shape) not in ("ambiguous_option_text", "option_texts_too_long")
    assert code_of(names={f"{a}{b}": f"{a}{b}{'长' * 40}" for a in "abcde" for b in "abcdefghij"}) == "option_texts_too_long"
