"""A book and a pen of two tax rates, and the bundle of both (case 11)."""

from __future__ import annotations

from typing import Any

from tests.integration.catalog import support as catalogue
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.shop import launched

BOOK, PEN, TOGETHER = 2400, 1500, 3000


def taxed() -> None:
    """7 % and 19 %, inside of prices."""
    for fraction, tax_class in (("0.07", "seven"), ("0.19", "nineteen")):
        rate = {"country": "CN", "name": "VAT", "rate": fraction, "tax_class": tax_class}
        assert order_staff().post("/v1/admin/tax_rates", rate).status == 201
    assert order_staff().put("/v1/admin/tax_settings", {"included_in": ["CN"], "shipping_class": None}).status == 200


def a_part(price: int, tax_class: str, name: str) -> dict[str, Any]:
    variant = {"sku": name.upper(), "price": catalogue.cny(price)}
    return catalogue.published(title={"zh": name, "en": name}, tax_class=tax_class, variants=[variant])


def book_and_pen() -> tuple[dict[str, Any], dict[str, Any]]:
    taxed()
    return a_part(BOOK, "seven", "book"), a_part(PEN, "nineteen", "pen")


def variant_of(product: dict[str, Any]) -> str:
    return str(product["variants"][0]["id"])


def a_bundle(*parts: tuple[str, int], price: int = TOGETHER, **rule: Any) -> str:
    """Of (variant, quantity); its campaign runs on the day of NOON."""
    components = [{"variant_id": variant_id, "quantity": pieces} for variant_id, pieces in parts]
    fields = {"name": {"zh": "套装", "en": "Set"}, "kind": "combination", "amount": price, "components": components, "class": "product"}
    return launched(**fields | rule)[1]
