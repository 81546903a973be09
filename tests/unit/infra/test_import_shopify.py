import pytest

from infra.cli.catalogue import RowError
from infra.cli.shopify import map_shopify

HEAD = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,"
    "Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Alt Text,Variant Image"
)


def csv(*rows: str) -> list[str]:
    return "\n".join((HEAD, *rows)).splitlines(keepends=True)


def test_rows_of_a_handle_are_one_product() -> None:
    found = map_shopify(
        csv(
            'pot,Clay Pot,"<p>A &amp; B</p>\n<b>fine</b>",Company 1,Outdoor,"Pot, Plants",true,Size,Regular,,,,120,1,9.99,12,b1,http://i/1.jpg,pot,',
            "pot,,,,,,,,Large,,,P-L,0,3,15.99,,,http://i/2.jpg,,http://i/v.jpg",
            "pot,,,,,,,,,,,,,,,,,http://i/3.jpg,,",
        ),
        "USD",
    )
    assert found.bad == []
    (product,) = found.products
    assert (product.row, product.category, product.brand) == (2, "shopify-type-outdoor", "shopify-vendor-company-1")
    assert product.stock == {"pot-1": 1, "P-L": 3}
    assert product.body == {
        "external_id": "shopify-pot",
        "slug": "pot",
        "title": {"zh": "Clay Pot", "en": "Clay Pot"},
        "description": {"zh": "A & B fine", "en": "A & B fine"},
        "tags": ["Pot", "Plants"],
        "options": [{"name": "Size", "values": ["Regular", "Large"]}],
        "images": [{"url": "http://i/1.jpg", "alt": {"zh": "pot", "en": "pot"}}, {"url": "http://i/2.jpg"}, {"url": "http://i/3.jpg"}],
        "variants": [
            {
                "sku": "pot-1",
                "external_id": "shopify-pot-1",
                "options": {"Size": "Regular"},
                "price": {"amount": 999, "currency": "USD"},
                "list_price": {"amount": 1200, "currency": "USD"},
                "weight_g": 120,
                "barcode": "b1",
            },
            {
                "sku": "P-L",
                "external_id": "shopify-P-L",
                "options": {"Size": "Large"},
                "price": {"amount": 1599, "currency": "USD"},
                "image": "http://i/v.jpg",
            },
        ],
    }
    assert [one.body["name"]["en"] for one in found.categories] == ["Outdoor"]


def test_default_title_is_a_product_without_options() -> None:
    found = map_shopify(csv("lamp,Lamp,,,,,false,Title,Default Title,,,,0,2,50,,,,,"), language="zh")
    assert found.products[0].body["options"] == []
    assert found.products[0].body["variants"][0]["options"] == {}
    assert found.products[0].body["title"] == {"zh": "Lamp"}
    assert found.products[0].published is False


def test_bad_rows_are_named_and_the_rest_goes_in() -> None:
    found = map_shopify(
        csv(
            ",No handle,,,,,true,Title,Default Title,,,,0,1,5,,,,,",
            "not ok,Spaces,,,,,true,Title,Default Title,,,,0,1,5,,,,,",
            "a,A,,,,,true,Size,S,,,SKU,0,1,5,,,,,",
            "a,,,,,,,,M,,,SKU,0,1,5,,,,,",
            "a,,,,,,,,S,,,,0,1,5,,,,,",
            "a,,,,,,,,L,,,,0,1,abc,,,,,",
            "a,,,,,,,,XL,,,,0,x,5,,,,,",
            "b,,,,,,true,Title,Default Title,,,,0,1,5,,,,,",
        )
    )
    assert [one.external_id for one in found.products] == ["shopify-a"]
    assert [one["sku"] for one in found.products[0].body["variants"]] == ["SKU"]
    assert {one.row: one.reason for one in found.bad} == {
        2: "no Handle",
        3: "'not ok' is not a handle",
        5: "a: the SKU SKU is used twice",
        6: "a: a variant with the same options exists",
        7: "a: 'abc' is not a price",
        8: "a: 'x' is not a number of pieces",
        9: "b: no Title in the first row of the product",
    }


def test_another_file_is_refused_as_a_whole() -> None:
    with pytest.raises(RowError, match="no column Handle, Title, Variant Price"):
        map_shopify(["a,b\n", "1,2\n"])
