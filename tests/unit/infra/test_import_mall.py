import json
from typing import Any

from infra.cli.mall import map_mall

CATEGORY = {"id": 10, "parent_id": None, "name": "居家", "description": "家", "level": "L1", "sort": 2}
CHILD = {"id": 11, "parent_id": 10, "name": "床品", "level": "L2", "sort": 1}
BRAND = {"id": 20, "name": "云陌", "description": "瓷", "floor_price": "1.00"}
PRODUCT: dict[str, Any] = {
    "id": 30,
    "code": "30",
    "name": "组合",
    "brief": "好",
    "keywords": ["春"],
    "category_id": 11,
    "brand_id": 20,
    "on_sale": True,
    "is_new": True,
    "is_hot": False,
    "unit": "件",
    "list_price": "1000.00",
    "price": "999.00",
    "images": ["http://img.example/1.jpg"],
    "attributes": [{"name": "材质", "value": "棉"}],
    "options": [{"name": "规格", "values": ["大", "小"]}, {"name": "颜色", "values": ["红"]}],
    "variants": [
        {"id": 1, "options": ["大", "红"], "price": "999.00", "stock": 3, "image": "http://img.example/v.png"},
        {"id": 2, "options": ["小", "红"], "price": "1000.50", "stock": 0, "image": None},
    ],
}


def lines(*rows: Any) -> list[str]:
    return [row if isinstance(row, str) else json.dumps(row) for row in rows]


def test_product_takes_the_shape_of_the_admin_api() -> None:
    found = map_mall(lines(CHILD, CATEGORY), lines(BRAND), lines(PRODUCT))
    assert found.bad == []
    (product,) = found.products
    assert (product.category, product.brand, product.published) == ("mall-11", "mall-20", True)
    assert product.stock == {"30-1": 3, "30-2": 0}
    assert product.body == {
        "external_id": "mall-30",
        "title": {"zh": "组合"},
        "brief": {"zh": "好"},
        "description": {"zh": "好。材质：棉"},
        "tags": ["春", "new"],
        "attributes": [{"name": {"zh": "材质"}, "value": {"zh": "棉"}}],
        "options": [{"name": "规格", "values": ["大", "小"]}, {"name": "颜色", "values": ["红"]}],
        "images": [{"url": "http://img.example/1.jpg"}],
        "variants": [
            {
                "sku": "30-1",
                "external_id": "mall-1",
                "options": {"规格": "大", "颜色": "红"},
                "price": {"amount": 99900, "currency": "CNY"},
                "list_price": {"amount": 100000, "currency": "CNY"},
                "image": "http://img.example/v.png",
            },
            {
                "sku": "30-2",
                "external_id": "mall-2",
                "options": {"规格": "小", "颜色": "红"},
                "price": {"amount": 100050, "currency": "CNY"},
            },
        ],
        "metadata": {"unit": "件"},
    }


def test_parents_come_before_children() -> None:
    found = map_mall(lines(CHILD, CATEGORY), [], [])
    assert [(one.external_id, one.parent) for one in found.categories] == [("mall-10", ""), ("mall-11", "mall-10")]
    assert found.categories[0].body == {"external_id": "mall-10", "name": {"zh": "居家"}, "sort": 2}


def test_bad_rows_are_named_and_the_rest_goes_in() -> None:
    variant = PRODUCT["variants"][0]
    bad = [
        "{",
        "[]",
        PRODUCT | {"id": 31, "category_id": 99},
        PRODUCT | {"id": 32, "variants": []},
        PRODUCT | {"id": 33, "variants": [variant | {"price": "9.999"}]},
        PRODUCT | {"id": 34, "variants": [variant | {"price": "-1"}]},
        PRODUCT | {"id": 35, "variants": [variant | {"options": ["大"]}]},
        PRODUCT | {"id": 36, "variants": [variant | {"stock": -1}]},
        {name: value for name, value in PRODUCT.items() if name != "name"},
        PRODUCT | {"id": 37, "name": " "},
        PRODUCT | {"id": 38, "attributes": [None]},
    ]
    found = map_mall(lines(CATEGORY, CHILD), lines(BRAND), lines(*bad, "", PRODUCT))
    assert [one.external_id for one in found.products] == ["mall-30"]
    assert sorted((one.source, one.row) for one in found.bad) == [("products", row) for row in range(1, 12)]
    reasons = {one.row: one.reason for one in found.bad}
    assert reasons[3] == "there is no category mall-99"
    assert reasons[5] == "'9.999' is not a price in CNY"
    assert reasons[9] == "name is missing"
