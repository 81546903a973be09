"""The simulated providers refuse what real ones refuse, and repeat their messages as those do (providers.md §8)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from infra.simulators.alipay.signing import AlipaySigner
from infra.simulators.faults import Faults
from infra.simulators.keys import complete
from infra.simulators.store import Store
from infra.simulators.stripe.signing import StripeSigner
from infra.simulators.unionpay.signing import UnionPaySigner
from infra.simulators.webhooks import Signer, Webhooks
from infra.simulators.wechatpay.signing import WeChatSigner
from infra.simulators.world import SimulatedWorld

NOW = 1_800_000_000
API = "/sandbox/providers/payments"


@cache
def keys() -> tuple[dict[str, Any], dict[str, Any]]:
    return complete({}, {})


def signers() -> dict[str, Signer]:
    shop, own = keys()
    return {
        "alipay": AlipaySigner(shop["alipay"], own["alipay"]),
        "stripe": StripeSigner(shop["stripe"]),
        "unionpay": UnionPaySigner(shop["unionpay"], own["unionpay"]),
        "wechatpay": WeChatSigner(shop["wechatpay"], own["wechatpay"]),
    }


def test_keys_are_made_once_and_private_ones_stay_apart() -> None:
    shop, own = keys()
    assert complete(shop, own) == (shop, own)
    private = [own["wechatpay"]["platform"]["PUB_KEY_ID_SIMULATOR_1"], *own["alipay"]["platform"], own["unionpay"]["middle_key"]]
    assert not [key for key in private if key in str(shop)]


def test_a_provider_whose_half_is_lost_is_made_anew() -> None:
    shop, own = keys()
    again, kept = complete(shop, {name: entry for name, entry in own.items() if name != "stripe"})
    assert (again["alipay"], kept["alipay"]) == (shop["alipay"], own["alipay"])
    assert again["stripe"] != shop["stripe"]


def play(work: Callable[[ClientSession, str], Awaitable[None]]) -> None:
    async def run() -> None:
        shop, own = keys()
        world = SimulatedWorld(shop, "http://localhost:8000", lambda: NOW, own=own)
        async with TestServer(world.application()) as server, ClientSession() as http:
            await work(http, str(server.make_url("")).rstrip("/"))

    asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "form", "status", "says"),
    [
        ("/stripe/v1/payment_intents", {"amount": "1"}, 401, "invalid_api_key"),
        ("/wechatpay/v3/pay/transactions/native", {}, 401, "SIGN_ERROR"),
        ("/alipay/gateway.do", {"app_id": "2021000000000001", "method": "alipay.trade.query"}, 200, "isv.invalid-signature"),
        ("/alipay/gateway.do", {"app_id": "1", "method": "alipay.trade.query"}, 200, "isv.invalid-app-id"),
        ("/unionpay/gateway/api/queryTrans.do", {"merId": "1"}, 200, "respCode=10"),
    ],
)
def test_unsigned_requests_are_refused(path: str, form: dict[str, str], status: int, says: str) -> None:
    async def work(http: ClientSession, url: str) -> None:
        async with http.post(f"{url}{API}{path}", data=form) as answer:
            assert answer.status == status
            assert says in await answer.text()

    play(work)


def test_without_keys_of_their_own_they_are_not_there() -> None:
    assert set(SimulatedWorld(keys()[0], "http://localhost:8000", lambda: NOW).payments) == {"sandbox"}
    assert set(SimulatedWorld(*_both()).payments) == {"sandbox", "alipay", "stripe", "unionpay", "wechatpay"}


def _both() -> Any:
    shop, own = keys()
    return shop, "http://localhost:8000", lambda: NOW, ":memory:", None, own


@pytest.mark.parametrize(
    ("code", "good", "bad"),
    [
        ("alipay", (200, b"success"), (200, b"SUCCESS")),
        ("alipay", (200, b"success"), (200, b"success\n")),
        ("alipay", (200, b"success"), (204, b"success")),
        ("wechatpay", (204, b""), (202, b"")),
        ("unionpay", (200, b""), (204, b"")),
        ("stripe", (204, b""), (302, b"")),
    ],
)
def test_what_counts_as_an_acknowledgement(code: str, good: tuple[int, bytes], bad: tuple[int, bytes]) -> None:
    assert [signers()[code].accepted(*answer) for answer in (good, bad)] == [True, False]


def test_retries_follow_the_providers_schedules_in_accelerated_time() -> None:
    schedules = {code: signer.retry_after for code, signer in signers().items()}
    assert schedules["alipay"] == (1.0, 2.5, 2.5, 15.0, 30.0, 90.0, 225.0)
    assert (len(schedules["wechatpay"]), schedules["wechatpay"][:4]) == (15, (0.06, 0.06, 0.12, 0.75))
    assert schedules["unionpay"] == (0.5,) * 5
    assert list(schedules["stripe"]) == sorted(schedules["stripe"])


def test_a_held_message_leaves_behind_the_next_one() -> None:
    """Reordering"""
    received: list[bytes] = []

    async def hook(request: web.Request) -> web.Response:
        received.append((await request.read())[:24])
        return web.Response()

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/", hook)
        store = Store()
        webhooks = Webhooks(store, lambda: NOW, ())
        async with TestServer(app) as shop:
            await webhooks.start([])
            url, signer = str(shop.make_url("/")), signers()["stripe"]
            assert await webhooks.send(signer, url, {"n": "first"}, Faults(reorder=True)) == []
            assert await webhooks.send(signer, url, {"n": "second"}, Faults()) == [200]
            async with asyncio.timeout(2):
                while len(received) < 2:
                    await asyncio.sleep(0.005)
            await webhooks.stop()
        store.close()

    asyncio.run(run())
    assert [b"second" in body for body in received] == [True, False]
