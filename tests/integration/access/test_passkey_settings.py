"""The domains that passkeys are made for are the shop's to say."""

from __future__ import annotations

import pytest

from functions.shared.auth.passkey_sites import Site, passkey_sites
from tests.integration.access.people import Member, told

SETTINGS = "/v1/admin/passkey_settings"
SHOP = {"id": "shop.example", "origins": ["https://shop.example", "https://www.shop.example"]}


def test_the_shop_names_its_domains() -> None:
    """H06: its own until it does, and again when it names none."""
    owner = Member("owner").client
    assert owner.get(SETTINGS).json == {"sites": [], "version": 0}
    assert passkey_sites() == (Site("localhost", ("http://localhost:8000",)),)
    assert owner.put(SETTINGS, {"sites": [SHOP]}).json == {"sites": [SHOP], "version": 1}
    assert owner.put(SETTINGS, {"sites": [SHOP]}).json["version"] == 1
    assert passkey_sites() == (Site("shop.example", ("https://shop.example", "https://www.shop.example")),)
    assert owner.put(SETTINGS, {"sites": []}, **{"If-Match": '"0"'}).code == "version_conflict"
    assert told().count("staff.passkey_sites_changed") == 1
    manager = Member("manager").client
    assert (manager.get(SETTINGS).status, manager.put(SETTINGS, {"sites": []}).status) == (200, 403)
    assert owner.put(SETTINGS, {"sites": []}).status == 200
    assert passkey_sites()[0].id == "localhost"


@pytest.mark.parametrize(
    ("sites", "pointer", "code"),
    [
        ([SHOP, SHOP], "/sites", "duplicate"),
        ([{"id": "shop.example", "origins": ["https://evilshop.example"]}], "/sites/0/origins/0", "unfit_origin"),
        ([{"id": "192.0.2.1", "origins": ["https://192.0.2.1"]}], "/sites/0/id", "string_pattern_mismatch"),
        ([{"id": "shop.example", "origins": []}], "/sites/0/origins", "too_short"),
    ],
)
def test_unfit_domains_are_told_by_their_field(sites: object, pointer: str, code: str) -> None:
    refused = Member("owner").client.put(SETTINGS, {"sites": sites})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert refused.json["errors"][0]["code"] == code
