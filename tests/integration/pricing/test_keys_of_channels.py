"""X13: API keys name channels that there are, and channels that keys name stay."""

from __future__ import annotations

import pytest

from functions.access.app import app as access_app
from functions.access.keys import manage_keys
from functions.pricing.channels import set_channels
from functions.pricing.store.channels import sales_channels
from tests.integration.access.key_makers import KEYS, Person, a_person
from tests.integration.pricing.shop import staff
from tests.integration.pricing.test_channels import PATH, set_to
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

SHOP = {"id": "shop", "name": "Shop", "warehouses": []}
APP = {"id": "app", "name": "App", "warehouses": []}


@pytest.fixture
def manager() -> Person:
    assert set_to(SHOP, APP, **{"if-match": str(staff().get(PATH).json["version"])}).status == 200
    return a_person("manager")


def made(who: Person, channel: str) -> Answer:
    """Straight at the door: nothing is listed for it."""
    return Client(access_app, bearer(subject=who.subject)).post(KEYS, {"name": "till", "kind": "publishable", "channel": channel})


def test_a_key_of_a_channel_that_there_is_not_is_refused(manager: Person) -> None:
    """X13: with a pointer, and no key is made; what is always there needs no listing."""
    refused = made(manager, "kiosk")
    assert (refused.status, refused.json["code"], refused.json["errors"][0]["pointer"]) == (422, "unknown_channel", "/channel")
    assert manager.door.get(KEYS).json["data"] == []
    assert [made(manager, one).status for one in ("", "web", "agent", "shop")] == [201, 201, 201, 201]


def test_a_channel_that_keys_name_stays_until_they_are_revoked(manager: Person) -> None:
    """X13: its keys would sell from every warehouse. 409 names them; other changes go through."""
    keys = [made(manager, "shop").json["id"] for _ in range(2)]
    refused = set_to(APP)
    assert (refused.status, refused.json["code"], refused.json["keys"]) == (409, "channel_in_use", {"shop": sorted(keys)})
    assert [one["id"] for one in staff().get(PATH).json["channels"]] == ["shop", "app"]
    assert set_to(SHOP | {"name": "Other"}).status == 200
    for n, key in enumerate(keys):
        assert set_to().json.get("code") == "channel_in_use", n
        for _again in range(2):
            assert manager.door.delete(f"{KEYS}/{key}").status == 204
    assert set_to().status == 200
    assert made(manager, "shop").status == 422


def test_a_channel_that_goes_while_a_key_of_it_is_made(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """X13: the key looks again, and is refused."""
    in_between(monkeypatch, manage_keys, "key_made_writes", lambda: set_to(APP))
    assert made(manager, "shop").json["code"] == "unknown_channel"
    assert manager.door.get(KEYS).json["data"] == []


def test_a_key_that_is_made_while_its_channel_goes(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """X13: the channel looks again, and stays."""
    in_between(monkeypatch, set_channels, "keys_naming", lambda: made(manager, "shop"))
    assert set_to(APP).json["code"] == "channel_in_use"
    assert len(sales_channels.stored()[0].channels) == 2


def test_two_keys_of_a_channel_at_once_are_both_known(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """X13: none is forgotten, so the channel goes only after both; nor when one ends while another is made."""
    keys: list[str] = []
    in_between(monkeypatch, manage_keys, "key_made_writes", lambda: keys.append(made(manager, "shop").json["id"]))
    keys.append(made(manager, "shop").json["id"])
    assert set_to(APP).json["keys"] == {"shop": sorted(keys)}
    in_between(monkeypatch, manage_keys, "key_ended_writes", lambda: keys.append(made(manager, "shop").json["id"]))
    assert manager.door.delete(f"{KEYS}/{keys[0]}").status == 204
    assert set_to(APP).json["keys"] == {"shop": sorted(keys[1:])}
