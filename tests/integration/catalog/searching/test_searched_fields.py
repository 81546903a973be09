"""X10: public filterable fields are filters and facets of lists and searches; nothing else of custom fields is in the index."""

from __future__ import annotations

from functions.platform import app as platform_app
from functions.platform.fields import field_definitions
from tests.integration.catalog.searching.support import follow_fields, followed, found, page, rebuild
from tests.integration.catalog.support import published, shopper
from tests.integration.catalog.test_custom_fields import declare
from tests.integration.catalog.test_field_filters import FIELDS, FILTERS, declare_all
from tests.support.http import Client
from tests.support.identity import bearer

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
    assert found(f"/v1/products?attr.field.supplier={SECRET.replace(' ', '+')}") == []
    for key in ("hidden", "supplier", "nope"):
        for url in ("/v1/products", "/v1/search"):
            refused = shopper().get(f"{url}?field.{key}=x")
            assert (refused.code, refused.json["errors"][0]["pointer"]) == ("unknown_field", f"/field.{key}"), "as in every list"
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
        if "field.erp" in query:
            assert shopper().get(f"/v1/products?{query}").code == "unknown_field", "private fields are not there for them"
        else:
            assert sorted(found(f"/v1/products?{query}")) == sorted(ids[n] for n in wanted), query


def test_a_field_declared_after_the_indexer_read_them_is_indexed() -> None:
    """The indexer had kept the definitions of a moment ago: the product was never found by the new one."""
    rebuild()
    with followed():
        published()
    remembered = dict(field_definitions._known)
    declare("product", "months", "integer", "public", filterable=True)
    with followed():
        product = published(custom_fields={"months": 7})
        field_definitions._known.update(remembered)
    field_definitions._known.update(remembered)
    assert found("/v1/products?field.months=07") == [product["id"]]


def test_a_field_becomes_searchable_and_stops_to_be() -> None:
    one = declare("product", "months", "integer", "public")
    holds, _ = published(custom_fields={"months": 7}), published()
    rebuild()
    assert shopper().get("/v1/products?field.months=7").code == "unknown_field"
    platform, at = Client(platform_app.app, bearer("owner")), f"/v1/admin/field_definitions/{one['id']}"
    with follow_fields() as indexed:
        assert platform.patch(at, {"filterable": True}).status == 200
    assert (found("/v1/products?field.months=7"), indexed) == ([holds["id"]], [[holds["id"]]])
    with follow_fields() as indexed:
        assert platform.patch(at, {"name": {"en": "Months"}}).status == 200
    assert indexed == [], "nothing else of a definition is in the index"
    with follow_fields() as indexed:
        assert platform.delete(at).status == 204
    assert (found("/v1/products?attr.field.months=7"), indexed) == ([], [[holds["id"]]])
    with follow_fields():
        declare("product", "months", "integer", "public", filterable=True)
    assert found("/v1/products?field.months=7") == [holds["id"]], "values stay when a definition is deleted"
