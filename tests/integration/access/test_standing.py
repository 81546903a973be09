"""What the edge asks of whoever calls, by the table of standings."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.access import end_sessions
from functions.access.app import app
from functions.access.store.records import GrantsRecord
from functions.catalog.app import app as catalog
from functions.shared.auth import standing
from functions.shared.auth.lines import LINES_KEY
from functions.shared.auth.standing import forget, standing_key, standing_of
from functions.shared.plain.ids import customer_id
from functions.shared.store.records import connection
from tests.integration.access.standings import stand
from tests.support.http import Client
from tests.support.identity import bearer, token

WHOAMI = "/v1/admin/whoami"
door, shop = Client(app), Client(catalog)


@pytest.fixture
def subject() -> str:
    return str(uuid.uuid4())


@contextmanager
def _counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    asked: list[Any] = []
    client = connection().client
    with monkeypatch.context() as patch:
        for name in ("get_item", "batch_get_item"):
            patch.setattr(client, name, _noting(getattr(client, name), asked), raising=False)
        yield asked


def of_access(asked: list[Any]) -> list[Any]:
    return [call for call in asked if call.get("TableName") == "access" or "access" in call.get("RequestItems", {})]


def _noting(real: Callable[..., Any], asked: list[Any]) -> Callable[..., Any]:
    def counting(**call: Any) -> Any:
        asked.append(call)
        return real(**call)

    return counting


def test_a_standing_counts_and_not_the_groups_of_the_token(subject: str) -> None:
    """H07"""
    stand(subject, "support", warehouses=("wh_1",))
    answer = door.get(WHOAMI, **bearer("owner", subject=subject))
    assert answer.status == 200
    assert (answer.json["roles"], answer.json["warehouses"], answer.json["merchants"]) == (["support"], ["wh_1"], None)
    assert "orders.read" in answer.json["permissions"]
    assert "staff.write" not in answer.json["permissions"]


def test_groups_count_until_a_standing_says_roles(subject: str) -> None:
    """H07: staff from before there were standings; to end their sessions takes no right from them."""
    assert door.get(WHOAMI, **bearer("finance", "nonsense", subject=subject)).json["roles"] == ["finance"]
    end_sessions(customer_id(subject))
    assert door.get(WHOAMI, **bearer("finance", subject=subject)).json["roles"] == ["finance"]


def test_a_change_holds_when_what_was_read_is_half_a_minute_old(subject: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """H07: without a new sign-in, and within a minute."""
    assert standing.KEEP_SECONDS <= 30
    headers, now = bearer(subject=subject), time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert door.get(WHOAMI, **headers).status == 403
    person = stand(subject, "support")
    assert door.get(WHOAMI, **headers).status == 200
    with _counted(monkeypatch) as asked:
        key = standing_key(person)
        boto3.client("dynamodb").delete_item(TableName="access", Key={"pk": {"S": key}, "sk": {"S": key}})
        assert shop.get("/v1/brands", **headers).status == 200
        assert asked == []
        now += standing.KEEP_SECONDS
        assert door.get(WHOAMI, **headers).status == 403
        assert [call["RequestItems"]["access"]["ConsistentRead"] for call in asked] == [False]


def test_guests_read_nothing_and_a_signed_in_person_is_read_once(subject: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with _counted(monkeypatch) as asked:
        assert shop.get("/v1/brands").status == 200
        guests = of_access(asked)
        for _ in range(3):
            assert shop.get("/v1/brands", **bearer(subject=subject)).status == 200
        assert guests == []
        assert len(of_access(asked)) == 1


def test_somebody_suspended_is_nobody(subject: str) -> None:
    """H07"""
    stand(subject, "owner", suspended=True)
    answer = door.get(WHOAMI, **bearer("owner", subject=subject))
    assert (answer.status, answer.code, answer.headers["www-authenticate"]) == (401, "suspended", "Bearer")
    assert shop.get("/v1/brands", **bearer(subject=subject)).code == "suspended"


def test_a_session_ends_for_tokens_that_were_issued_before(subject: str) -> None:
    """H05: also for one that was refreshed afterwards; a sign-in after the answer is good at once."""
    person = stand(subject, "support")
    before = bearer(subject=subject)
    assert door.get(WHOAMI, **before).status == 200
    end_sessions(person)
    assert (door.get(WHOAMI, **before).status, door.get(WHOAMI, **before).code) == (401, "session_ended")
    assert door.get(WHOAMI, **bearer(subject=subject)).status == 200
    refreshed = token(subject=subject, claims={"auth_time": int(time.time()) - 60, "iat": int(time.time())})
    assert door.get(WHOAMI, Authorization=f"Bearer {refreshed}").code == "session_ended"


def test_who_is_new_in_the_table_by_the_end_of_a_session_is_a_plain_customer(subject: str) -> None:
    end_sessions(customer_id(subject))
    assert door.get(WHOAMI, **bearer(subject=subject)).code == "forbidden"
    record = GrantsRecord.get(standing_key(customer_id(subject)), standing_key(customer_id(subject)))
    assert record.grants is None


def test_what_cannot_be_read_is_refused(subject: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """H07: also where everybody is let in, for the session may have been ended."""

    def refuse(**_: Any) -> Any:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetItem")

    for name in ("get_item", "batch_get_item"):
        monkeypatch.setattr(connection().client, name, refuse, raising=False)
    assert door.get(WHOAMI, **bearer("owner", subject=subject)).status == 503
    assert shop.get("/v1/brands", **bearer(subject=subject)).status == 503


def test_a_role_of_the_shop_s_own_says_permissions_and_a_lost_one_gives_nothing(subject: str) -> None:
    """H07"""
    key = standing.role_key("packers")
    GrantsRecord(key, key, kind="role", grants='{"permissions": ["shipments.write"]}').save()
    stand(subject, "packers", "gone")
    assert door.get(WHOAMI, **bearer(subject=subject)).json["permissions"] == ["shipments.write"]


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST_KEPT", 3)
    forget()
    for number in range(5):
        standing_of(f"cus_{number}")
    assert list(standing._known) == [standing_key("cus_3"), standing_key("cus_4"), LINES_KEY]


def test_no_process_lets_in_after_its_half_minute_whichever_clock_stood_still(subject: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """H06, H07: of two processes the one that asked before the end of the sessions lets in until what it read is over, and never again;
    also where it was frozen in between and one of its clocks with it."""
    headers, clocks = bearer(subject=subject), {"monotonic": time.monotonic(), "time": time.time()}
    for name in clocks:
        monkeypatch.setattr(time, name, lambda name=name: clocks[name])
    person = stand(subject, "support")

    def process() -> dict[str, Any]:
        """What another process has read, beside what this one has."""
        return dict(standing._known)

    for stands_still in clocks:
        GrantsRecord.get(standing_key(person), standing_key(person)).update([GrantsRecord.valid_from.remove()])
        forget(standing_key(person))
        assert door.get(WHOAMI, **headers).status == 200
        other = process()
        end_sessions(person)
        assert door.get(WHOAMI, **headers).code == "session_ended"
        standing._known.clear()
        standing._known.update(other)
        assert door.get(WHOAMI, **headers).status == 200, "it knows no better yet"
        for name in clocks.keys() - {stands_still}:
            clocks[name] += standing.KEEP_SECONDS
        for _ in range(3):
            assert door.get(WHOAMI, **headers).code == "session_ended", stands_still
