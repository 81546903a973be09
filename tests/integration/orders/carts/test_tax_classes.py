"""F-A20: the tax class of a category holds below it, its own wins, the product's own most; whatever the catalogue says at the moment."""

from __future__ import annotations

from typing import Any

from functions.orders.carts import tax_classes
from tests.integration.catalog import support as catalogue
from tests.integration.orders.buyer import ADDRESS, a_guest, staff


def test_classes_come_down_the_tree() -> None:
    rate = {"country": "CN", "name": "VAT"}
    for fraction, tax_class in (("0.09", "reduced"), ("0.06", "lowest"), ("0.01", "own")):
        assert staff().post("/v1/admin/tax_rates", rate | {"rate": fraction, "tax_class": tax_class}).status == 201
    owner, above = catalogue.staff(), None
    tree = []
    for name in ("Media", "Books", "Comics"):
        made = owner.post("/v1/admin/categories", {"name": {"en": name}, "parent_id": above})
        above = catalogue.made(made)["id"]
        tree.append(above)
    media, books, comics = tree
    product = catalogue.published(category_id=comics)
    buyer = a_guest()
    buyer.add(product["variants"][0]["id"])
    buyer.client.put(f"{buyer.cart}/address", ADDRESS)

    def rates(classes: dict[str, Any]) -> list[str]:
        staff().put("/v1/admin/tax_settings", {"shipping_class": None, "classes": classes})
        tax_classes.forget()
        return [tax["rate"] for tax in buyer.preview()["totals"]["taxes"]]

    assert rates({}) == ["0.13"]
    assert rates({media: "reduced"}) == ["0.09"]
    assert rates({media: "reduced", books: "lowest"}) == ["0.06"]
    assert rates({media: "reduced", books: "lowest", comics: "standard"}) == ["0.13"]
    edited = owner.call("PATCH", f"/v1/admin/products/{product['id']}", {"tax_class": "own"}, {})
    assert edited.json["tax_class"] == "own"
    assert rates({media: "reduced", books: "lowest"}) == ["0.01"]
    assert owner.call("PATCH", f"/v1/admin/products/{product['id']}", {"tax_class": "Not a class"}, {}).status == 422
    assert owner.call("PATCH", f"/v1/admin/products/{product['id']}", {"tax_class": None}, {}).json["tax_class"] is None
    assert rates({media: "reduced", books: "lowest"}) == ["0.06"]
