"""C09: which warehouse an outside system runs, its secrets, and what happens while it is disabled or after it is gone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from functions.notifications.deliveries import send_message
from functions.notifications.store import endpoints
from functions.notifications.store.records import ENDPOINTS_PK, EndpointRecord
from functions.shared.outside import clock, guarded, provider_keys
from functions.shared.plain import settings
from functions.warehouse.app import app
from functions.warehouse.wms import set_wms
from tests.integration.warehouse.systems import Systems, as_owner, handed_out, sent, swept
from tests.integration.warehouse.test_wms import DEAD, dead, pick_now, replayed, requested, wms
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

__all__ = ["wms"]
Patch = pytest.MonkeyPatch
PATH = "/v1/admin/warehouses/main/wms"
GOOD = {"url": "https://wms.example.com/shop"}


def put(body: Any = GOOD, path: str = PATH, **headers: str) -> Answer:
    return as_owner("PUT", path, body, **headers)


def stored() -> str:
    return "".join(str(one.body) for one in EndpointRecord.query(ENDPOINTS_PK))


def test_the_secrets_are_told_once_and_nowhere_stored_as_they_are() -> None:
    assert as_owner("GET", PATH).status == 404
    first = put()
    secrets = [first.json["secret"], first.json["answers_secret"]]
    assert first.status == 200
    assert all(one.startswith("whsec_") and len(one) == 50 for one in secrets)
    assert secrets[0] != secrets[1]
    assert not any(one.removeprefix("whsec_") in stored() for one in secrets)
    second = put({"url": "https://wms.example.com/other", "enabled": False})
    assert (second.json["secret"], second.json["answers_secret"], second.json["enabled"]) == (None, None, False)
    shown = as_owner("GET", PATH)
    assert "secret" not in shown.json
    assert (shown.json["url"], shown.json["version"], shown.headers["etag"]) == ("https://wms.example.com/other", 2, '"2"')
    listed = as_owner("GET", "/v1/admin/webhook_endpoints")
    assert [one["only"] for one in listed.json["data"]] == [{"warehouse_id": "main"}]
    assert "whsec_" not in listed.text
    assert as_owner("GET", f"/v1/admin/webhook_endpoints/{shown.json['endpoint_id']}").json == listed.json["data"][0]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://wms.example.com", "https_only"),
        ("https://a:b@wms.example.com", "credentials_in_url"),
        ("https://10.0.0.1/", "address_not_allowed"),
        ("http://169.254.169.254/latest", "address_not_allowed"),
        ("https://[::ffff:10.0.0.1]/", "address_not_allowed"),
        ("https://wms .example.com", "invalid_url"),
        ("", "string_too_short"),
        (7, "string_type"),
    ],
)
def test_an_address_that_is_not_called_is_refused(url: Any, code: str) -> None:
    refused = put({"url": url})
    assert (refused.status, refused.json["errors"][0]["code"], refused.json["errors"][0]["pointer"]) == (422, code, "/url")
    assert as_owner("GET", PATH).status == 404


def test_a_deployed_shop_speaks_https_only_and_never_to_itself(monkeypatch: Patch) -> None:
    monkeypatch.setenv("STAGE", "prod")
    settings.settings.cache_clear()
    refused = [
        put({"url": url}).json["errors"][0]["code"] for url in ("http://wms.example.com/", "https://127.0.0.1/", "https://localhost/")
    ]
    monkeypatch.undo()
    settings.settings.cache_clear()
    assert refused == ["https_only", "address_not_allowed", "address_not_allowed"]


def test_unknown_warehouses_stale_versions_and_who_may() -> None:
    assert put(path="/v1/admin/warehouses/nowhere/wms").status == 404
    put()
    assert (put(if_match='"7"').code, as_owner("DELETE", PATH, if_match='"7"').code) == ("version_conflict", "version_conflict")
    for role, may in (("manager", 403), ("warehouse", 403), ("analyst", 403)):
        assert Client(app).call("PUT", PATH, GOOD, bearer(role)).status == may
        assert Client(app).call("POST", f"{PATH}/rotate", None, bearer(role)).status == may
    assert Client(app).call("PUT", PATH, GOOD, {}).status == 401


def test_without_a_key_to_seal_with_nothing_is_set(monkeypatch: Patch) -> None:
    monkeypatch.setenv("SECRET_WEBHOOKS", "")
    settings.settings.cache_clear()
    refused = put()
    monkeypatch.undo()
    settings.settings.cache_clear()
    provider_keys.forget()
    assert (refused.status, refused.code) == (503, "not_configured")
    assert put().status == 200


def test_two_who_set_a_system_at_once_tell_secrets_that_count(monkeypatch: Patch) -> None:
    """The second to write finds the first one's system there, and has no secret to tell."""
    told: list[Any] = []
    in_between(monkeypatch, set_wms, "find_endpoint", lambda: told.append(put().json))
    assert (put().json["secret"], told[0]["secret"] is not None) == (None, True)


def test_while_a_secret_changes_over_both_are_signed_with(wms: Systems) -> None:
    """X02: ours for our messages, theirs for answers."""
    known = wms.runs("w1")
    rotate = f"/v1/admin/webhook_endpoints/{known['endpoint_id']}/rotate"
    new = as_owner("POST", rotate, idempotency_key="rotate-0001-0001")
    assert as_owner("POST", rotate, idempotency_key="rotate-0001-0001").json == new.json
    _, pick = requested()
    handed_out()
    sent()
    assert len(wms.messages("w1")) == 1, "the old secret is good"
    wms.ask("POST", "w1", {"secret": new.json["secret"]})
    with clock.frozen(clock.now() + timedelta(hours=25)):
        wms.ask("POST", "w1", {"secret": known["secret"]})
        requested()
        handed_out()
        sent()
        assert len(wms.messages("w1")) == 1, "and is over after a day"

    line = {"line_id": pick["lines"][0]["line_id"], "quantity": 1}
    answers = as_owner("POST", "/v1/admin/warehouses/w1/wms/rotate").json
    assert (answers["secret"], wms.answers("w1", "pick.picked", pick, [line])) == (None, [200])
    wms.ask("POST", "w1", {"answers_secret": answers["answers_secret"]})
    assert wms.answers("w1", "pick.picked", pick, [line | {"quantity": 2}]) == [200]


def test_what_happens_while_it_is_disabled_is_set_aside_and_sent_later(wms: Systems) -> None:
    """C09"""
    known = wms.runs("w1")
    url = {"url": wms.address("w1")}
    assert put({**url, "enabled": False}, "/v1/admin/warehouses/w1/wms").json["enabled"] is False
    requested()
    handed_out()
    sent()
    (letter,) = dead()
    assert (letter["state"], letter["reason"], letter["attempts"]) == ("failed", "endpoint_disabled", [])
    assert (replayed(letter).code, wms.messages("w1")) == ("endpoint_disabled", [])
    put(url, "/v1/admin/warehouses/w1/wms")
    assert (swept(), replayed(letter).status, sent()) == (0, 202, 1)
    assert (len(wms.messages("w1")), dead(), known["endpoint_id"]) == (1, [], letter["endpoint_id"])


def test_after_it_is_gone_nothing_is_sent_and_no_answer_taken(wms: Systems) -> None:
    """C09: our own calls go on."""
    wms.runs("w1")
    _, pick = requested()
    handed_out()
    assert as_owner("DELETE", "/v1/admin/warehouses/w1/wms").status == 204
    assert as_owner("DELETE", "/v1/admin/warehouses/w1/wms").status == 404
    sent()
    requested()
    handed_out(times=1)
    assert (sent(), wms.messages("w1")) == (0, [])
    line = {"line_id": pick["lines"][0]["line_id"], "quantity": 2}
    assert wms.answers("w1", "pick.packed", pick, [line]) == [404]
    assert as_owner("POST", f"/v1/admin/picks/{pick['id']}/scan", {"barcode": pick["lines"][0]["sku"], "quantity": 2}).status == 200
    assert (as_owner("POST", f"/v1/admin/picks/{pick['id']}/pack").json["state"], pick_now(pick)["state"]) == ("packed", "packed")
    again = wms.runs("w1")
    assert again["secret"] is not None


def test_a_try_that_dies_every_time_is_set_aside(wms: Systems, monkeypatch: Patch) -> None:
    """C09: poison keeps nobody's turn, and is seen."""
    known = wms.runs("w1")
    _, pick = requested()
    handed_out(times=1)
    now = clock.now()

    def dies(*_: Any) -> None:
        raise KeyError

    monkeypatch.setattr(send_message, "_tried", dies)
    for n in range(1, 11):
        with clock.frozen(now + timedelta(minutes=2 * n)), pytest.raises(KeyError):
            send_message.send_next(known["endpoint_id"], pick["id"])
    with clock.frozen(now + timedelta(minutes=30)):
        send_message.send_next(known["endpoint_id"], pick["id"])
    assert [(one["state"], one["reason"]) for one in dead()] == [("failed", "never_ended")]


def test_bad_input_of_the_lists_and_of_a_replay() -> None:
    assert as_owner("GET", f"{DEAD}?limit=0").status == 422
    assert as_owner("GET", f"{DEAD}?cursor=nonsense").status == 400
    for path in ("wh_x/deliveries", "wh_01JD0000000000000000000000/deliveries", "wh_x/deliveries/evt_x"):
        assert as_owner("GET", f"/v1/admin/webhook_endpoints/{path}").status == 404
    assert replayed({"endpoint_id": "wh_x", "id": "evt_x"}).status == 404
    assert as_owner("GET", "/v1/admin/warehouses/w1/wms/unanswered?minutes=-1").status == 422
    assert endpoints.endpoints() == []


class _Context:
    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def test_who_lets_us_wait_keeps_nobody_else_waiting(wms: Systems, monkeypatch: Patch) -> None:
    """C09: the sweep comes back to it."""
    monkeypatch.setattr(guarded, "post", partial(guarded.post, seconds=0.2))
    wms.runs("w1")
    wms.runs("w2")
    wms.fail("w1", timeout_after_success=2)
    for warehouse in ("w1", "w1", "w2"):
        requested(warehouse)
    handed_out(times=1)
    sent(_Context())
    assert (wms.ask("GET", "w1")["calls"], len(wms.messages("w2"))) == (2, 1)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert swept() >= 1
