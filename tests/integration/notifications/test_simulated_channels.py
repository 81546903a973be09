"""J03: push and WeChat messages reach their simulated providers, which judge them as the real ones do; what they refuse ends so."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest
import urllib3
from aiohttp import web

from functions.notifications.app import app, tell_by_push
from functions.notifications.channels import push, wechat
from functions.notifications.channels.push import PushChannel
from functions.notifications.channels.wechat import WeChatChannel
from functions.notifications.model.channel import Address, NotSent, Outgoing
from functions.notifications.store.devices import devices_of
from functions.shared.outside import provider_keys
from functions.shared.plain.settings import settings
from infra.simulators.channels.keys import channel_entries
from infra.simulators.keys import complete
from tests.integration.notifications.channel_shop import ME, SECRET, SUBJECTS, customer, factor_added
from tests.integration.notifications.test_channels import log
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.served_world import ServedWorld, served_world

_HTTP = urllib3.PoolManager()


@pytest.fixture(scope="module")
def keys() -> dict[str, dict[str, object]]:
    return complete({}, {})[0]


@pytest.fixture
def world(keys: dict[str, dict[str, object]], monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedWorld]:
    async def nothing(_request: web.Request) -> web.Response:
        return web.Response()

    push.forget()
    wechat.forget()
    with served_world(keys, None, "/hook", nothing) as one:
        monkeypatch.setenv("SECRET_CHANNELS", SECRET)
        entries = channel_entries(keys, f"{one.url}/sandbox/providers")
        keys_are(json.dumps(entries))
        settings.cache_clear()
        provider_keys.forget()
        yield one
    settings.cache_clear()
    push.forget()
    wechat.forget()


def keys_are(text: str) -> None:
    client = boto3.client("secretsmanager")
    try:
        client.create_secret(Name=SECRET, SecretString=text)
    except client.exceptions.ResourceExistsException:
        client.put_secret_value(SecretId=SECRET, SecretString=text)


def said(world: ServedWorld, name: str, token: str, **what: object) -> None:
    answer = _HTTP.request("POST", f"{world.url}/sandbox/channels/{name}/{token}", json=what)
    assert answer.status == 200, answer.data


def outgoing(message_id: str = "msg_1", **parts: str) -> Outgoing:
    return Outgoing(message_id, "order.paid", "en", parts, ME, "ord_1")


def test_a_push_is_taken_and_a_long_one_too(world: ServedWorld) -> None:
    """J03: more than FCM takes would be refused for good."""
    assert world.url
    channel, to = PushChannel(), Address("token-1")
    assert channel.send(to, outgoing(title="Paid", body="Your order")).startswith("projects/shop-local/messages/")
    assert channel.send(to, outgoing(title="长" * 800, body="长" * 8_000))


def test_what_fcm_refuses(world: ServedWorld) -> None:
    """J03: one that is gone, one that has too much to do, keys of another account."""
    channel, to = PushChannel(), Address("token-2")
    said(world, "fcm", "token-2", refuses=1)
    with pytest.raises(NotSent, match="UNAVAILABLE") as busy:
        channel.send(to, outgoing(title="a", body="b"))
    assert not busy.value.for_good
    assert channel.send(to, outgoing(title="a", body="b"))
    said(world, "fcm", "token-2", gone=True)
    with pytest.raises(NotSent, match="UNREGISTERED") as gone:
        channel.send(to, outgoing(title="a", body="b"))
    assert gone.value.is_gone


def test_a_device_whose_app_was_removed_is_forgotten(world: ServedWorld) -> None:
    """J03: by the event, through the channel's own function."""
    customer()
    me = Client(app, bearer(subject=SUBJECTS[ME]))
    assert me.put("/v1/me/devices/device-1-of-mine", {"channel": "push", "token": "token-3"}).status == 200
    tell_by_push(sqs_of_events([factor_added(cause="first")]), None)
    assert log()["push"] == ("sent", None)
    said(world, "fcm", "token-3", gone=True)
    tell_by_push(sqs_of_events([factor_added(cause="second")]), None)
    assert devices_of(ME) == []


@pytest.mark.parametrize(("name", "is_gone"), [("official", "errcode_43004"), ("mini", "errcode_43101")])
def test_messages_of_wechat(world: ServedWorld, name: str, is_gone: str) -> None:
    """J03: a token is asked for once; fields are cut to what WeChat takes; who does not follow any more is told nothing."""
    channel, to = WeChatChannel(), Address("openid-1", app=name)
    body = f"template_id: T1\nthing1: {'长' * 30}\namount2: CNY 1.00"
    assert channel.send(to, outgoing(body=body)).isdigit()
    said(world, f"wechat_{name}", "openid-1", refuses=1)
    with pytest.raises(NotSent, match="errcode_-1") as busy:
        channel.send(to, outgoing("msg_2", body=body))
    assert not busy.value.for_good
    said(world, f"wechat_{name}", "openid-1", gone=True)
    with pytest.raises(NotSent, match=is_gone):
        channel.send(to, outgoing("msg_3", body=body))


def test_bad_requests_are_refused_by_the_simulators(world: ServedWorld) -> None:
    """So that what the local shop shows would also be taken by the real ones."""
    base = f"{world.url}/sandbox/providers/channels"
    answer = _HTTP.request("POST", f"{base}/fcm/v1/projects/shop-local/messages:send", json={"message": {"token": "x"}})
    assert (answer.status, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"}
    refused = _HTTP.request("POST", f"{base}/fcm/token", fields=form, encode_multipart=False)
    assert (refused.status, refused.json()["error"]) == (400, "invalid_grant")
    token = _HTTP.request("POST", f"{base}/wechat_mini/cgi-bin/stable_token", json={"appid": "other", "secret": "x"})
    assert token.json()["errcode"] == 40013
    sent = _HTTP.request("POST", f"{base}/wechat_mini/cgi-bin/message/subscribe/send?access_token=x", json={})
    assert sent.json()["errcode"] == 40001
