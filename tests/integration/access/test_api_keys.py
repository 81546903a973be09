"""API keys: told once, kept as hashes, bounded by their maker, over within a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.access.app import app
from functions.access.keys import manage_keys
from functions.catalog.app import app as catalog
from functions.payments.app import app as payments
from functions.shared.auth import standing
from functions.shared.outside import clock
from tests.integration.access.key_makers import KEYS, ORDERS, a_person, half_a_minute_later, with_key
from tests.support.races import in_between

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PUBLIC = "/v1/categories"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def test_a_key_is_told_once_and_kept_as_a_hash() -> None:
    """X03"""
    made = a_person("manager").make("orders.read")
    assert made.status == 201, made.text
    secret, key_id = made.json["secret"], made.json["id"]
    assert secret.startswith("sk_")
    assert with_key(secret).get(ORDERS).status == 200
    shown = a_person("owner").door.get(f"{KEYS}/{key_id}").json
    assert "secret" not in shown
    assert (shown["name"], shown["kind"], shown["scopes"], shown["revoked_at"]) == ("scanner", "secret", ["orders.read"], None)
    for table in ("access", "limits", "orders"):
        assert secret not in str(boto3.client("dynamodb").scan(TableName=table)["Items"]), table


def test_a_key_may_what_its_scopes_name_and_nothing_else() -> None:
    """X03"""
    secret = a_person("manager").make("orders.read").json["secret"]
    assert with_key(secret, catalog).get("/v1/admin/products").status == 403
    assert with_key(secret, app).get(KEYS).status == 403
    assert with_key(secret, payments).get("/v1/admin/payments").status == 403
    assert with_key(secret).get("/v1/me/orders").status == 403, "a key is no customer"


def test_nobody_gives_what_they_do_not_have() -> None:
    """X03"""
    refused = a_person("manager").make("orders.read", "staff.write")
    assert (refused.status, refused.code, refused.json["scopes"]) == (403, "scope_not_yours", ["staff.write"])
    assert a_person("warehouse").make("orders.read").status == 403
    wrong = a_person("owner").make("orders.read", "orders.fly")
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/scopes/1")
    assert a_person("owner").make().code == "scopes_missing"
    assert a_person("owner").make("orders.read", kind="publishable").code == "publishable_has_no_scopes"


def test_a_key_makes_no_keys() -> None:
    """X03: it would outlive its own end."""
    made = a_person("owner").make("keys.write", "staff.write").json
    machine = with_key(made["secret"], app)
    for answer in (
        machine.post(KEYS, {"name": "more", "kind": "secret", "scopes": ["keys.write"]}),
        machine.post(f"{KEYS}/{made['id']}/rotate", {}),
        machine.post(f"{KEYS}/{made['id']}/take_over"),
    ):
        assert (answer.status, answer.code) == (403, "key_makes_no_keys")


def test_what_a_suspended_person_leaves_running() -> None:
    """X03, case 4: rights of a key are its scopes and its maker's present ones."""
    person, owner = a_person("manager"), a_person("owner")
    made = person.make("orders.read", "orders.refund", "promotions.read").json
    secret, key_id = made["secret"], made["id"]
    refund = f"{ORDERS}/ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E/refunds"
    assert with_key(secret, payments).post(refund, {"reason": "late"}).status == 404
    used = owner.door.get(f"{KEYS}/{key_id}").json["last_used_at"]
    assert used == "2026-11-26T12:00:00.000Z"
    with clock.frozen(NOW + timedelta(hours=1)):
        person.becomes("warehouse")
        assert with_key(secret, payments).post(refund, {"reason": "late"}).status == 403
        assert owner.door.get(f"{KEYS}/{key_id}").json["last_used_at"] == used, "a refused call is no use"
        assert with_key(secret).get(ORDERS).status == 200, "warehouse reads orders too"
        used = owner.door.get(f"{KEYS}/{key_id}").json["last_used_at"]
    with clock.frozen(NOW + timedelta(hours=2)):
        person.becomes("warehouse", suspended=True)
        refused = with_key(secret).get(ORDERS)
        assert (refused.status, refused.code) == (401, "key_maker_suspended")
        assert owner.door.get(f"{KEYS}/{key_id}").json["last_used_at"] == used
        person.becomes("manager")
        assert with_key(secret, payments).post(refund, {"reason": "late"}).status == 404, "reinstated"


def test_an_owner_takes_a_key_over_and_it_stays() -> None:
    """X03, case 4"""
    person, owner = a_person("manager"), a_person("owner")
    made = person.make("orders.read").json
    assert person.door.post(f"{KEYS}/{made['id']}/take_over").status == 403
    assert owner.door.post("/v1/admin/roles", {"name": "hr", "permissions": ["staff.write"]}).status == 201
    assert a_person("hr").door.post(f"{KEYS}/{made['id']}/take_over").code == "scope_not_yours"
    taken = owner.door.post(f"{KEYS}/{made['id']}/take_over")
    assert (taken.status, taken.json["maker"]) == (200, owner.id)
    person.becomes("manager", suspended=True)
    assert with_key(made["secret"]).get(ORDERS).status == 200
    items = boto3.client("dynamodb").scan(TableName="access")["Items"]
    told = [item["body"]["S"] for item in items if "api_key.taken_over" in item.get("body", {}).get("S", "")]
    assert len(told) == 1
    assert person.id in told[0]
    assert owner.id in told[0]


def test_a_revoked_key_is_over_everywhere_within_what_a_process_keeps() -> None:
    """X03"""
    owner = a_person("owner")
    made = owner.make("orders.read").json
    assert with_key(made["secret"]).get(ORDERS).status == 200
    assert owner.door.delete(f"{KEYS}/{made['id']}").status == 204
    assert owner.door.delete(f"{KEYS}/{made['id']}").status == 204
    half_a_minute_later()
    refused = with_key(made["secret"]).get(ORDERS)
    assert (refused.status, refused.code) == (401, "invalid_api_key")
    assert with_key(made["secret"], catalog).get(PUBLIC).status == 401, "also for what is everybody's"
    assert standing.KEEP_SECONDS <= 30
    assert owner.door.post(f"{KEYS}/{made['id']}/rotate", {}).code == "key_revoked"
    assert owner.door.delete(f"{KEYS}/key_01JD5Z6N7W8X9Y0Z1A2B3C4D5E").status == 404


def test_a_rotated_key_has_two_secrets_for_a_while() -> None:
    """X03"""
    owner, other = a_person("owner"), a_person("manager")
    made = owner.make("orders.read").json
    refused = other.door.post(f"{KEYS}/{made['id']}/rotate", {})
    assert (refused.status, refused.code) == (403, "not_the_maker"), "its secret has the owner's rights"
    second = owner.door.post(f"{KEYS}/{made['id']}/rotate", {"overlap_hours": 2})
    assert (second.status, second.json["former_secret_until"]) == (201, "2026-11-26T14:00:00.000Z")
    assert [with_key(one["secret"]).get(ORDERS).status for one in (made, second.json)] == [200, 200]
    with clock.frozen(NOW + timedelta(hours=2)):
        assert [with_key(one["secret"]).get(ORDERS).status for one in (made, second.json)] == [401, 200]
    third = owner.door.post(f"{KEYS}/{made['id']}/rotate", {"overlap_hours": 1}).json
    found = [with_key(one["secret"]).get(ORDERS).status for one in (made, second.json, third)]
    assert found == [401, 200, 200], "of three, the oldest no longer"
    assert owner.door.post(f"{KEYS}/{made['id']}/rotate", {"overlap_hours": 169}).status == 422


def test_a_key_that_is_revoked_while_it_is_rotated_stays_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    """X03: the second act between the read and the write of the first."""
    owner = a_person("owner")
    made = owner.make("orders.read").json
    url = f"{KEYS}/{made['id']}"
    in_between(monkeypatch, manage_keys, "find_key", lambda: owner.door.delete(url))
    refused = owner.door.post(f"{url}/rotate", {})
    assert (refused.status, refused.code) == (409, "key_revoked")
    assert with_key(made["secret"]).get(ORDERS).status == 401


def test_two_rotations_at_once_leave_no_secret_that_nobody_knows_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """X03: both are told one, and the one told last has no end."""
    owner = a_person("owner")
    made = owner.make("orders.read").json
    url, inner = f"{KEYS}/{made['id']}/rotate", list[str]()
    in_between(monkeypatch, manage_keys, "find_key", lambda: inner.append(owner.door.post(url, {"overlap_hours": 1}).json["secret"]))
    outer = owner.door.post(url, {"overlap_hours": 1}).json["secret"]
    assert [with_key(one).get(ORDERS).status for one in (made["secret"], inner[0], outer)] == [401, 200, 200]
    with clock.frozen(NOW + timedelta(hours=1)):
        assert [with_key(one).get(ORDERS).status for one in (inner[0], outer)] == [401, 200]


def test_a_key_made_again_with_its_idempotency_key_is_the_same() -> None:
    """X03"""
    owner = a_person("owner")
    body = {"name": "scanner", "kind": "secret", "scopes": ["orders.read"]}
    first, second = (owner.door.post(KEYS, body, Idempotency_Key="k-1") for _ in range(2))
    assert (second.status, second.json["secret"]) == (201, first.json["secret"])
    assert len(owner.door.get(KEYS).json["data"]) == 1
    assert first.json["secret"] not in str(boto3.client("dynamodb").scan(TableName="access")["Items"]), "kept sealed"


def test_a_list_of_keys_is_paged() -> None:
    """X03"""
    owner = a_person("owner")
    made = [owner.make("orders.read").json["id"] for _ in range(3)]
    page = owner.door.get(f"{KEYS}?limit=2").json
    rest = owner.door.get(f"{KEYS}?limit=2&cursor={page['next_cursor']}").json
    assert [one["id"] for one in (*page["data"], *rest["data"])] == made[::-1]
