"""P04: a channel comes in a package of its own, tells people like any other, and goes without a trace but what the log remembers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions.notifications.app import app, tell_by_others, wake_messages
from functions.notifications.channels.table import brought_channels
from functions.notifications.model.message import Message
from functions.notifications.model.template import Head, Version
from functions.notifications.store import rules as message_rules
from functions.notifications.store import templates
from functions.notifications.store.messages import due_messages, messages_in_partition
from functions.notifications.store.records import customer_pk
from functions.shared.outside import clock, provider_keys
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact
from tests.integration.notifications.channel_shop import ME, SECRET, SUBJECTS, Provider, customer, factor_added, has_keys, served
from tests.integration.shipping.plugin import installed
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

FINE: dict[str, Any] = {"batchItemFailures": []}
DRUM = {"channel": "drum", "token": "the-drum-behind-the-house"}
RULES = "/v1/admin/message_rules"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with served() as (one, url):
        monkeypatch.setenv("SECRET_CHANNELS", SECRET)
        has_keys(url)
        entries = json.dumps({"drum": {"url": f"{url}/drum", "token": "t"}})
        boto3.client("secretsmanager").put_secret_value(SecretId=SECRET, SecretString=entries)
        provider_keys.forget()
        yield one
    settings.cache_clear()
    provider_keys.forget()


def me(method: str, path: str, body: Any = None) -> Any:
    return Client(app).call(method, path, body, bearer(subject=SUBJECTS[ME]))


def staff(method: str, path: str, body: Any = None) -> Any:
    return Client(app).call(method, path, body, bearer("owner"))


def log() -> list[tuple[str, str, str | None]]:
    found: list[Message] = list(messages_in_partition(customer_pk(ME), limit=50).data)
    return sorted((one.channel, one.state.value, one.reason) for one in found)


def publish(text: str) -> None:
    made = Version(1, {"text": text}, "2026-01-01T00:00:00.000Z", "staff")
    transact(templates.version_writes(Head("factor.added.drum.en", 1, 1, made.made_at, "staff", made.made_at), 0, made))
    templates.forget()


def test_a_package_brings_a_channel_and_takes_it_away_again(provider: Provider, tmp_path: Path) -> None:
    customer()
    before = (brought_channels(), me("GET", "/v1/me/message_preferences").json, staff("GET", RULES).json)
    assert me("PUT", "/v1/me/devices/drum-behind-the-house", DRUM).status == 422
    publish("A factor was added: {{ factor }}")
    with installed(tmp_path):
        assert brought_channels() == ["drum"]
        assert me("PUT", "/v1/me/devices/drum-behind-the-house", DRUM).status == 200
        assert {one["channel"] for one in me("GET", "/v1/me/message_preferences").json["preferences"]} >= {"drum"}
        rules = staff("GET", RULES).json
        assert staff("PUT", RULES, rules | {"per_second": rules["per_second"] | {"drum": 3}}).status == 200
        message_rules.forget()
        for _ in range(2):
            assert tell_by_others(sqs_of_events([factor_added()]), None) == FINE
        ((path, told),) = provider.got
        assert (path, told["drum"], "factor" in told["text"]) == ("/drum", DRUM["token"], True)
        provider.answers.append((503, {}))
        assert tell_by_others(sqs_of_events([factor_added(cause="later")]), None) == FINE
        assert log() == [("drum", "failed", "status_503"), ("drum", "sent", None)]

    assert tell_by_others(sqs_of_events([factor_added(cause="gone")]), None) == FINE
    assert len(provider.got) == 2, "nobody is asked"
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert wake_messages({}, None) == {"woken": 0}
    assert list(due_messages(clock.now() + timedelta(days=9), most=9)) == [], "nothing waits for it"
    assert log() == [("drum", "sent", None), ("drum", "skipped", "channel_gone")]
    assert me("GET", "/v1/me/message_preferences").json == before[1]
    rules = staff("GET", RULES)
    assert (rules.status, rules.json["per_second"]) == (200, before[2]["per_second"])
    assert staff("PUT", RULES, rules.json).status == 200, "what was read can be sent back"
    (device,) = me("GET", "/v1/me/devices").json["data"]
    assert me("DELETE", f"/v1/me/devices/{device['id']}").status == 204
    for path in ("/v1/admin/notifications/templates", "/v1/admin/notifications/templates/factor.added.drum.en"):
        assert staff("GET", path).status == 200, "what was written for it can still be read"


def test_a_package_does_not_stand_in_for_a_channel_of_ours(provider: Provider, tmp_path: Path) -> None:
    with installed(tmp_path) as place:
        table = next(file for file in place.glob("shop_plugin*/entry_points.txt"))
        table.write_text(table.read_text().replace("drum =", "email ="))
        assert brought_channels() == []
        assert tell_by_others(sqs_of_events([factor_added()]), None) == FINE
    assert provider.got == []
