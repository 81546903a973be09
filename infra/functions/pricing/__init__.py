"""Price lists: staff write them; who shows products and prices carts reads them."""

from __future__ import annotations

from infra.functions.grants import keep_versions, read, write
from infra.functions.model import Function, Http

FUNCTIONS = (
    Function(
        name="pricing-admin",
        domain="pricing",
        trigger=Http(("ANY /v1/admin/price_lists", "ANY /v1/admin/price_lists/*")),
        # What a variant costs and may cost at least is the catalogue's; which warehouses there are, stock's.
        grants=(read("pricing", "gsi1"), write("pricing"), read("catalog"), read("stock"), keep_versions()),
    ),
)
