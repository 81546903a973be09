import json

from infra.cli.loading import read_samples
from infra.cli.samples import map_samples


def test_our_own_catalogue_is_sound() -> None:
    found = read_samples()
    assert found.bad == []
    assert (len(found.products), len(found.categories), len(found.brands)) == (25, 10, 6)
    skus = [variant["sku"] for product in found.products for variant in product.body["variants"]]
    assert len(skus) == len(set(skus)) == 46
    for product in found.products:
        assert set(product.body["title"]) == {"zh", "en"}
        assert product.category
        names = [option["name"] for option in product.body["options"]]
        assert all(list(variant["options"]) == names for variant in product.body["variants"])
    assert sum(1 for one in found.products for pieces in one.stock.values() if pieces == 0) == 2


def test_bad_rows_are_named_and_the_rest_goes_in() -> None:
    good = {"external_id": "p", "title": {"zh": "茶"}, "variants": [{"sku": "s", "stock": 2}], "published": False}
    rows = ["nonsense", '{"title": {}}', '{"external_id": "x"}', '{"external_id": "y", "category": "c", "variants": [{"sku": "t"}]}']
    found = map_samples([], [], [*rows, json.dumps(good)])
    (product,) = found.products
    assert product.body == {"external_id": "p", "title": {"zh": "茶"}, "variants": [{"sku": "s"}]}
    assert (product.stock, product.published) == ({"s": 2}, False)
    assert sorted(one.row for one in found.bad) == [1, 2, 3, 4]
