"""Tags, and what search engines read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from functions.catalog.products.site.sitemap import sitemap
from tests.integration.catalog.support import created, made, published, shopper, staff

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "http://localhost:8000"


def locations(text: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(text).iter(f"{NS}loc")]


def test_the_sitemap_lists_everything_on_sale_once_and_nothing_else() -> None:
    """J04"""
    one, two, gone = published(), published(), published()
    draft = created()
    made(staff().patch(f"/v1/admin/products/{gone['id']}", {"status": "inactive"}))
    made(staff().patch(f"/v1/admin/products/{two['id']}", {"slug": "renamed"}))
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "C"}}))["id"]
    answer = shopper().get("/v1/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    assert sorted(locations(answer.text)) == sorted(
        [f"{BASE}/categories/{category}", f"{BASE}/products/{one['slug']}", f"{BASE}/products/renamed"]
    )
    assert draft["slug"] not in answer.text


def test_too_many_pages_for_one_file_stand_in_several_that_an_index_names() -> None:
    """J04"""
    slugs = [published()["slug"] for _ in range(5)]
    index = sitemap(per_file=2)
    assert ET.fromstring(index).tag == f"{NS}sitemapindex"
    files = [address.partition("after=")[2] for address in locations(index) if "after=" in address]
    assert len(files) == 3
    listed = [address for after in files for address in locations(sitemap(after, per_file=2))]
    assert listed == [f"{BASE}/products/{slug}" for slug in slugs]
    assert locations(shopper().get("/v1/sitemap.xml?categories=true").text) == []


def test_crawlers_are_told_where_to_look() -> None:
    """J04"""
    answer = shopper().get("/v1/robots.txt")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.text.splitlines()[:2] == ["User-agent: *", "Disallow: /v1/admin/"]
    assert f"Sitemap: {BASE}/v1/sitemap.xml" in answer.text.splitlines()


def test_a_renamed_tag_changes_no_product() -> None:
    """A08"""
    product = published(tags=["new"])
    made(staff().post("/v1/admin/tags", {"code": "new", "name": {"zh": "新品", "en": "New"}}))
    made(staff().patch("/v1/admin/tags/new", {"name": {"zh": "新到", "en": "Just in"}}, if_match='"1"'))
    assert shopper(accept_language="en").get("/v1/tags").json["data"] == [{"code": "new", "name": "Just in"}]
    assert staff().get(f"/v1/admin/products/{product['id']}").json["version"] == product["version"]
    assert shopper().get(f"/v1/products/{product['id']}").json["tags"] == ["new"]
    assert staff().post("/v1/admin/tags", {"code": "new", "name": {"en": "x"}}).code == "tag_exists"
    assert staff().patch("/v1/admin/tags/new", {"sort": 1}, if_match='"1"').code == "version_conflict"
    assert staff("support").delete("/v1/admin/tags/new").status == 403
    assert staff().delete("/v1/admin/tags/new").status == 204
    assert staff().get("/v1/admin/tags/new").code == "not_found"
    made(staff().post("/v1/admin/tags", {"code": "打折", "name": {"zh": "打折"}}))
    assert staff().get("/v1/admin/tags/%E6%89%93%E6%8A%98").json["name"] == {"zh": "打折"}


def test_fields_select_what_is_wanted_of_a_product() -> None:
    """X11, P09"""
    product = published()
    url = f"/v1/products/{product['id']}"
    assert shopper().get(f"{url}?fields=id,variants.price.amount").json == {"id": product["id"], "variants": [{"price": {"amount": 8900}}]}
    assert shopper().get("/v1/brands?fields=id,name").json == {"data": [], "next_cursor": None}
    assert shopper().get(f"{url}?fields=id,cost").code == "unknown_field"
