"""What integrations keep on reviews and media."""

from __future__ import annotations

from functions.catalog.records import CatalogTable
from tests.integration.catalog.support import made, published, shopper, staff
from tests.integration.catalog.test_reviews import bought, ratings
from tests.support.events import events_in

OWN = {"metadata": {"seen": "by all"}, "private_metadata": {"erp": "only-staff"}}


def test_reviews_keep_it_and_shoppers_see_the_public_part() -> None:
    """X10, F-C11: notes change no rating, and hiding changes no notes."""
    product = published()
    review = made(bought(product).review(product, metadata={"app": "ios"}))
    assert review["metadata"] == {"app": "ios"}
    assert [e.data["metadata"] for e in events_in(CatalogTable) if e.type == "review.written"] == [{"app": "ios"}]
    before = ratings(product)
    noted = staff().patch(f"/v1/admin/reviews/{review['id']}", OWN)
    assert ({name: noted.json[name] for name in OWN}, noted.json["visibility"], noted.json["version"]) == (OWN, "visible", 2)
    page = shopper().get(f"/v1/products/{product['id']}/reviews")
    assert (page.json["data"][0]["metadata"], "only-staff" in page.text, ratings(product)) == (OWN["metadata"], False, before)
    hidden = staff().patch(f"/v1/admin/reviews/{review['id']}", {"visibility": "hidden"}).json
    assert {name: hidden[name] for name in OWN} == OWN
    (listed,) = staff().get(f"/v1/admin/products/{product['id']}/reviews").json["data"]
    assert {name: listed[name] for name in OWN} == OWN


def test_media_keep_it_and_their_buyers_see_the_public_part() -> None:
    """X10, F-C11"""
    wanted = {"filename": "board.jpg", "content_type": "image/jpeg", "size": 1000}
    offered = made(staff().post("/v1/admin/media", wanted | OWN))
    found = staff().get(f"/v1/admin/media/{offered['id']}").json
    assert [{name: one[name] for name in OWN} for one in (offered, found)] == [OWN, OWN]
    product = published()
    own = made(bought(product).client.post("/v1/media", wanted | {"metadata": OWN["metadata"]}))
    assert own["metadata"] == OWN["metadata"]
    assert "private_metadata" not in own
    assert bought(product).client.post("/v1/media", wanted | OWN).status == 422
