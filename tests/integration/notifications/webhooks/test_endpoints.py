"""X02: who may set endpoints, and what they may not be."""

from __future__ import annotations

from typing import Any

import pytest

from functions.notifications.app import app
from functions.notifications.endpoints import set_endpoint
from functions.shared.plain import settings
from tests.integration.notifications.webhooks.subscribers import PATH, Stage, as_owner
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
GOOD = {"url": "https://hooks.example.com/shop", "events": ["order.paid"]}


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/", "https://169.254.169.254/latest/meta-data/", "https://localhost/", "https://[::1]/", "https://10.0.0.8/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::1]/", "https://[fd00:ec2::254]/",
        "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://metadata.google.internal/", "https://user:pw@hooks.example.com/",
        "https://hooks.example.com/#a", "ftp://hooks.example.com/", "https://", "https://" + "a" * 2050,
    ],
)  # fmt: skip
def test_a_deployed_shop_takes_no_way_inside(url: str, monkeypatch: Patch) -> None:
    """X02: when it is made, and when it is changed."""
    made = as_owner("POST", PATH, GOOD).json
    monkeypatch.setenv("STAGE", "prod")
    monkeypatch.setenv("LOOPBACK_SUBSCRIBERS", "allowed")
    settings.settings.cache_clear()
    refused = [as_owner("POST", PATH, {**GOOD, "url": url}), as_owner("PATCH", f"{PATH}/{made['id']}", {"url": url})]
    monkeypatch.undo()
    settings.settings.cache_clear()
    assert [(one.status, one.json["errors"][0]["pointer"]) for one in refused] == [(422, "/url")] * 2
    assert [one["url"] for one in as_owner("GET", PATH).json["data"]] == [GOOD["url"]]


def test_a_laptop_speaks_to_itself_only_where_its_template_says_so(monkeypatch: Patch) -> None:
    """X02"""
    loopback = {**GOOD, "url": "http://127.0.0.1:9999/hook"}
    answers = []
    for said in ("", "allowed"):
        monkeypatch.setenv("STAGE", "local")
        monkeypatch.setenv("LOOPBACK_SUBSCRIBERS", said)
        settings.settings.cache_clear()
        answers.append(as_owner("POST", PATH, loopback).status)
    monkeypatch.undo()
    settings.settings.cache_clear()
    assert answers == [422, 201]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"events": []}, "/events"),
        ({"events": ["order.paid", "order.lost"]}, "/events/0"),
        ({"events": ["code.requested"]}, "/events/0"),
        ({"events": ["order.link_requested"]}, "/events/0"),
        ({"events": ["staff.invited"]}, "/events/0"),
        ({"events": ["*"]}, "/events/0"),
        ({"events": "order.paid"}, "/events"),
        ({"events": None}, "/events"),
        ({"url": ""}, "/url"),
        ({"url": None}, "/url"),
        ({"only": {"a": 1}}, "/only/a"),
        ({"only": {"A b": "1"}}, "/only/A b"),
        ({"description": "a\x00b"}, "/description"),
        ({"description": "x" * 201}, "/description"),
        ({"enabled": "yes"}, "/enabled"),
        ({"secret": "whsec_AAAA"}, "/secret"),
    ],
)
def test_bad_input_says_where_it_is_wrong(body: dict[str, Any], pointer: str) -> None:
    """X02"""
    refused = as_owner("POST", PATH, {**GOOD, **body})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer), refused.text
    made = as_owner("POST", PATH, GOOD).json
    assert as_owner("PATCH", f"{PATH}/{made['id']}", body).status == 422
    assert as_owner("GET", f"{PATH}/{made['id']}").json["version"] == 1


def test_made_once_read_changed_and_removed() -> None:
    """X02: an Idempotency-Key, an ETag, a stale version."""
    key = {"idempotency_key": "made-0001-0001"}
    first, again = (as_owner("POST", PATH, {**GOOD, "description": "Books"}, **key) for _ in range(2))
    assert (first.status, first.json, first.json["secret"].startswith("whsec_")) == (201, again.json, True)
    one = f"{PATH}/{first.json['id']}"
    shown = as_owner("GET", one)
    assert (shown.json["kind"], shown.json["description"], shown.headers["etag"]) == ("subscriber", "Books", '"1"')
    assert as_owner("PATCH", one, {"events": ["order.paid", "order.paid", "order.completed"]}, if_match='"7"').code == "version_conflict"
    changed = as_owner("PATCH", one, {"events": ["order.paid", "order.paid", "order.completed"]}, if_match='"1"').json
    assert (changed["events"], changed["version"]) == (["order.completed", "order.paid"], 2)
    assert as_owner("PATCH", one, {}).json["version"] == 2
    assert as_owner("PATCH", one, {"description": None}).json["description"] is None
    assert (as_owner("DELETE", one, if_match='"1"').code, as_owner("DELETE", one).status) == ("version_conflict", 204)
    assert [as_owner(method, one, body).status for method, body in (("GET", None), ("DELETE", None), ("PATCH", {}))] == [404] * 3
    assert as_owner("POST", f"{one}/rotate").status == 404
    assert as_owner("GET", PATH).json["data"] == []


def test_who_may(stage: Stage) -> None:
    """X02: secrets and addresses are the owner's; messages are sent again by whoever sees to them."""
    made = stage.made()
    one, span = f"{PATH}/{made['id']}", {"from": "2026-01-01"}
    asked: tuple[tuple[str, str, Any], ...] = (
        ("POST", PATH, GOOD), ("PATCH", one, {"enabled": False}), ("DELETE", one, None), ("POST", f"{one}/rotate", None),
        ("POST", f"{one}/replay", span), ("GET", PATH, None), ("GET", "/v1/admin/webhook_event_types", None),
    )  # fmt: skip
    roles = ("warehouse", "manager", "customer")
    status = {role: [Client(app).call(method, path, body, bearer(role)).status for method, path, body in asked] for role in roles}
    assert status["customer"] == [403] * 7
    assert status["manager"][:5] == [403] * 4 + [202]
    assert status["warehouse"][:5] == [403] * 5
    assert {Client(app).call(method, path, body, {}).status for method, path, body in asked} == {401}
    assert as_owner("GET", one).json["version"] == 1


def test_there_are_so_many_at_most(monkeypatch: Patch) -> None:
    monkeypatch.setattr(set_endpoint, "MOST", 1)
    assert [as_owner("POST", PATH, GOOD).status for _ in range(2)] == [201, 409]


def test_two_who_change_it_at_once_both_count(monkeypatch: Patch) -> None:
    made = as_owner("POST", PATH, GOOD).json
    one = f"{PATH}/{made['id']}"
    in_between(monkeypatch, set_endpoint, "endpoint", lambda: as_owner("PATCH", one, {"description": "Books"}))
    assert as_owner("PATCH", one, {"enabled": False}).status == 200
    shown = as_owner("GET", one).json
    assert (shown["description"], shown["state"], shown["disabled_reason"]) == ("Books", "disabled", "by_staff")


def test_it_is_changed_while_it_is_removed(monkeypatch: Patch) -> None:
    """A late save makes no endpoint anew."""
    made = as_owner("POST", PATH, GOOD).json
    one = f"{PATH}/{made['id']}"
    in_between(monkeypatch, set_endpoint, "endpoint", lambda: as_owner("DELETE", one))
    assert as_owner("PATCH", one, {"enabled": False}).status == 404
    assert as_owner("GET", PATH).json["data"] == []


def test_which_events_there_are(stage: Stage) -> None:
    """X02: none that keeps somebody out or is about a code."""
    found = {one["type"] for one in as_owner("GET", "/v1/admin/webhook_event_types").json["data"]}
    assert {"order.paid", "product.published", "customer.registered", "stock.low", "payment.captured", "pick.requested"} <= found
    assert not [one for one in found if one.startswith(("code.", "staff.", "role.", "api_key.", "personal_data.", "registration.", "job."))]
    assert stage.made(tuple(sorted(found)))["events"] == sorted(found)
