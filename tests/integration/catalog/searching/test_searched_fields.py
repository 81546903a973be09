"""X10: public filterable fields are filters and facets of lists and searches; nothing else of custom fields is in the index."""

from __future__ import annotations

from tests.integration.catalog.searching.support import found, page, rebuild
from tests.integration.catalog.support import published
from tests.integration.catalog.test_custom_fields import declare
from tests.integration.catalog.test_field_filters import FIELDS, FILTERS, declare_all

SECRET = "only staff know this"


def test_shoppers_filter_by_public_filterable_fields_only() -> None:
    declare("product", "months", "integer", "public", filterable=True, name={"zh": "保修期", "en": "Warranty"})
    declare("product", "colours", "string", "public", many=True, filterable=True)
    declare("product", "hidden", "string", "public")
    declare("product", "supplier", "string", filterable=True)
    long = published(custom_fields={"months": 24, "colours": ["red", "blue"], "hidden": "x", "supplier": SECRET})
    short = published(custom_fields={"months": 6, "colours": ["red"], "supplier": SECRET})
    rebuild()
    assert found("/v1/products?field.months=24") == [long["id"]]
    assert set(found("/v1/products?field.months=24&field.months=6")) == {long["id"], short["id"]}
    assert found("/v1/search?field.colours=blue&field.months=24") == [long["id"]]
    assert found("/v1/products?field.colours=blue&field.months=6") == []
    for nothing in ("field.hidden=x", f"field.supplier={SECRET.replace(' ', '+')}", f"attr.field.supplier={SECRET.replace(' ', '+')}"):
        assert found(f"/v1/products?{nothing}") == []
    assert found(f"/v1/search?q={SECRET.replace(' ', '+')}") == []
    facets = page("/v1/products?facets=true", accept_language="en")["facets"]["attributes"]
    counted = {one["attr"]: {row["value"]: row["count"] for row in one["values"]} for one in facets}
    assert counted["field.months"] == {"24": 1, "6": 1}
    assert counted["field.colours"] == {"red": 2, "blue": 1}
    assert next(one["name"] for one in facets if one["attr"] == "field.months") == "Warranty"
    assert not {"field.hidden", "field.supplier"} & counted.keys()
    assert SECRET not in str(page("/v1/products?facets=true"))


def test_shoppers_filter_by_ranges() -> None:
    declare_all("product")
    ids = [published(custom_fields=fields)["id"] for fields in FIELDS]
    rebuild()
    for query, wanted in FILTERS:
        # Private fields are not there for them.
        assert sorted(found(f"/v1/products?{query}")) == sorted(ids[n] for n in wanted if "field.erp" not in query), query
