"""X02, case 11: each try is signed for itself, by every secret that counts; what is sent again are the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from functions.notifications.store.records import ENDPOINTS_PK, EndpointRecord
from functions.shared.plain.standard_webhooks import signed
from tests.integration.notifications.webhooks.subscribers import PATH, Stage, verified

Patch = pytest.MonkeyPatch


def test_a_retry_is_signed_anew(stage: Stage, monkeypatch: Patch) -> None:
    """Case 11: 503 for twenty minutes, the secret changed in between with an hour of overlap, and a replay the day after."""
    endpoint = stage.made()
    event = stage.event("ord_1", 1, total={"amount": 100, "title": "红衬衫"})
    stage.outside.answers = lambda _: 503
    stage.tell(event)
    stage.settle()
    stage.later(minutes=1)
    rotated = stage.ask("POST", f"{PATH}/{endpoint['id']}/rotate", {"overlap_hours": 1})
    assert (rotated.status, rotated.headers["cache-control"]) == (200, "no-store")
    stage.later(minutes=3)
    stage.later(minutes=15)
    stage.outside.answers = lambda _: 200
    stage.later(minutes=40)
    stage.later(hours=24)
    stage.tell(stage.event("ord_1", 2))
    assert stage.ask("POST", f"{PATH}/{endpoint['id']}/deliveries/{event.id}/replay").status == 202
    stage.later(seconds=1)
    tries = [one for one in stage.outside.heard if one.id == event.id]
    assert len({one.raw for one in tries}) == 1
    assert [one.at for one in tries] == [int(one.when.timestamp()) for one in tries]
    assert len({one.at for one in tries}) == len(tries) == 6
    former, new = endpoint["secret"], rotated.json["secret"]
    assert [len(one.signature.split(" ")) for one in tries] == [1, 1, 2, 2, 2, 1]
    for n, one in enumerate(tries):
        for secret in [former] if n < 2 else [former, new] if n < 5 else [new]:
            assert verified(one, secret, monkeypatch)["id"] == event.id
    for one, wrong in ((tries[0], new), (tries[5], former)):
        with pytest.raises(WebhookVerificationError):
            verified(one, wrong, monkeypatch)
    assert stage.ask("GET", f"{PATH}/{endpoint['id']}/deliveries/{event.id}").json["body"] == tries[0].body


def test_a_secret_without_overlap_counts_alone_at_once_also_for_old_events(stage: Stage, monkeypatch: Patch) -> None:
    endpoint = stage.made()
    stage.tell(stage.event("ord_1", 1))
    new = stage.ask("POST", f"{PATH}/{endpoint['id']}/rotate", {"overlap_hours": 0}).json["secret"]
    stage.settle()
    (one,) = stage.outside.heard
    assert (" " in one.signature, verified(one, new, monkeypatch)["sequence"]) == (False, 1)


def test_rotating_twice_leaves_two_secrets_at_most(stage: Stage, monkeypatch: Patch) -> None:
    endpoint = stage.made()
    secrets = [endpoint["secret"], *(stage.ask("POST", f"{PATH}/{endpoint['id']}/rotate").json["secret"] for _ in range(2))]
    stage.tell(stage.event("ord_1", 1))
    stage.settle()
    (one,) = stage.outside.heard
    assert len(one.signature.split(" ")) == 2
    assert [verified(one, secret, monkeypatch)["sequence"] for secret in secrets[1:]] == [1, 1]


def test_secrets_are_told_once_and_never_read(stage: Stage) -> None:
    """X02: neither lists nor the log nor the table hold one."""
    endpoint = stage.made()
    stage.outside.answers = lambda _: 500
    stage.tell(stage.event("ord_1", 1))
    stage.settle()
    shown = [stage.ask("GET", path).text for path in (PATH, f"{PATH}/{endpoint['id']}", f"{PATH}/{endpoint['id']}/deliveries")]
    kept = "".join(str(one.body) for one in EndpointRecord.query(ENDPOINTS_PK))
    assert not [text for text in (*shown, kept) if endpoint["secret"].removeprefix("whsec_") in text]
    assert stage.ask("GET", f"{PATH}/{endpoint['id']}").json.keys().isdisjoint({"secret", "secrets"})


# As the specification's reference implementations have them in their own tests (symmetric signature, `v1`).
VECTORS: Sequence[tuple[str, str, int, str, str]] = (
    (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}',
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
)  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_the_published_vector(vector: tuple[str, str, int, str, str], monkeypatch: Patch) -> None:
    """X02: what others compute, we do."""
    secret, id_, unix, body, signature = vector
    headers = signed([secret], id_, unix, body)
    assert headers == {"webhook-id": id_, "webhook-timestamp": str(unix), "webhook-signature": signature}
    assert datetime.fromtimestamp(unix, UTC).year == 2021


def told(stage: Stage, *numbers: int, **more: Any) -> None:
    for n in numbers:
        stage.tell(stage.event("ord_1", n, **more))
        stage.later(minutes=1)


def test_a_range_is_sent_again_in_order(stage: Stage) -> None:
    """X02: those that failed in that time, unless others are asked for."""
    endpoint = stage.made()
    begin = stage.now
    told(stage, 1, 2, 3)
    path = f"{PATH}/{endpoint['id']}/replay"
    stage.outside.heard.clear()
    span = {"from": begin.isoformat(), "to": stage.now.isoformat()}
    assert (stage.ask("POST", path, span).status, stage.later(seconds=1), stage.outside.heard) == (202, 1, [])
    asked = stage.ask("POST", path, {**span, "states": ["delivered"]}, idempotency_key="range-0001-0001")
    again = stage.ask("POST", path, {**span, "states": ["delivered"]}, idempotency_key="range-0001-0001")
    assert (asked.status, asked.json, asked.json["states"]) == (202, again.json, ["delivered"])
    stage.later(seconds=1)
    assert [one.place for one in stage.outside.heard] == [("ord_1", 1), ("ord_1", 2), ("ord_1", 3)]
    told(stage, 4)
    assert stage.outside.heard[-1].place == ("ord_1", 4)
    for body, status in (
        ({"from": span["to"], "to": span["from"]}, 422), ({}, 422), ({"from": "yesterday"}, 422), ({**span, "states": []}, 422),
        ({**span, "states": ["waiting"]}, 422),
    ):  # fmt: skip
        assert stage.ask("POST", path, body).status == status
    assert stage.ask("POST", f"{PATH}/wh_x/replay", span).status == 404
    stage.ask("PATCH", f"{PATH}/{endpoint['id']}", {"enabled": False})
    assert stage.ask("POST", path, span).code == "endpoint_disabled"
