"""What integrations keep on reviews and media."""

from __future__ import annotations

from functools import partial

import pytest

from functions.catalog.media import note_media
from functions.catalog.store.records import CatalogTable
from functions.shared.outside import fresh
from tests.integration.catalog.support import made, published, shopper, staff
from tests.integration.catalog.test_reviews import bought, ratings
from tests.support.events import events_in
from tests.support.races import in_between

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
    hidden = staff().patch(f"/v1/admin/reviews/{review['id']}", {"visibility": "hidden", "reason": "spam"}).json
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


def test_staff_keep_notes_on_media_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """X10, F-C11: on buyers' own ones too, whose buyers see the public part; while a file is taken in, nothing is lost."""
    wanted = {"filename": "board.jpg", "content_type": "image/jpeg", "size": 1000}
    buyer = bought(published()).client
    for made_by, path, shown in ((staff(), "/v1/admin/media", OWN), (buyer, "/v1/media", {"metadata": OWN["metadata"]})):
        offered = made(made_by.post(path, wanted))
        url = f"/v1/admin/media/{offered['id']}"
        noted = staff().patch(url, OWN, If_Match='"1"')
        assert (noted.status, {name: noted.json[name] for name in OWN}, noted.headers["etag"]) == (200, OWN, '"2"')
        assert {name: made_by.get(f"{path}/{offered['id']}").json.get(name) for name in shown} == shown
        assert "only-staff" not in buyer.get(f"/v1/media/{offered['id']}").text
        assert staff().patch(url, OWN).json["version"] == staff().patch(url, {}).json["version"] == 2
        stale = staff().patch(url, {"metadata": {}}, If_Match='"1"')
        assert (stale.code, stale.json["current"]["version"]) == ("version_conflict", 2)
        in_between(monkeypatch, note_media, "media_record", partial(staff().patch, url, {"metadata": {"a": "b"}}))
        both = staff().patch(url, {"private_metadata": {"c": "d"}}).json
        assert (both["metadata"], both["private_metadata"], both["version"]) == ({"a": "b"}, {"c": "d"}, 4)
    assert staff("support").patch(url, OWN).status == 403
    assert staff().patch("/v1/admin/media/" + fresh.new_id("med"), OWN).status == 404
