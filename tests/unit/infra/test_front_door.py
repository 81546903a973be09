import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from infra.local import proxy
from infra.local.gate import Gate
from infra.local.proxy import BODY_LIMIT, Proxy


class Upstream:
    """Stands where the API of the local AWS is; counts how many calls it has at once."""

    def __init__(self, pause: float = 0.0, refusals: int = 0) -> None:
        self.pause, self.refusals = pause, refusals
        self.inside = self.most_inside = 0
        self.order: list[str] = []
        self.seen: list[tuple[str, dict[str, str], bytes]] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        self.seen.append((request.raw_path, dict(request.headers), await request.read()))
        self.order.append(request.query.get("n", ""))
        await asyncio.sleep(self.pause)
        self.inside -= 1
        if self.refusals:
            self.refusals -= 1
            return web.json_response({"Reason": "ConcurrentInvocationLimitExceeded"}, status=429)
        return web.Response(status=418, body=b"\x00\xff", headers={"X-Request-Id": "r1", "Set-Cookie": "a=1"})


@asynccontextmanager
async def door(upstream: Upstream, width: int = 4) -> AsyncIterator[tuple[ClientSession, str]]:
    behind = web.Application(client_max_size=BODY_LIMIT)
    behind.router.add_route("*", "/{rest:.*}", upstream.handle)
    async with TestServer(behind) as api:
        app = web.Application(client_max_size=BODY_LIMIT)
        url = str(api.make_url("/_aws/execute-api/"))
        Proxy({"/": f"{url}abc/local", "/v1/admin/": f"{url}def/local"}, Gate(width)).add_to(app)
        async with TestServer(app) as front, ClientSession() as http:
            yield http, str(front.make_url("")).rstrip("/")


def test_64_parallel_clients_are_queued_never_refused() -> None:
    async def play() -> None:
        upstream = Upstream(pause=0.005)
        async with door(upstream, width=4) as (http, url):

            async def one(number: int) -> int:
                async with http.get(f"{url}/v1/products?n={number}") as answer:
                    return answer.status

            statuses = await asyncio.gather(*(one(number) for number in range(64)))
        assert statuses == [418] * 64
        assert upstream.most_inside == 4

    asyncio.run(play())


def test_waiting_clients_go_in_the_order_they_came() -> None:
    async def play() -> None:
        upstream = Upstream(pause=0.01)
        async with door(upstream, width=1) as (http, url):
            calls = []
            for number in range(6):
                calls.append(asyncio.create_task(http.get(f"{url}/v1/x?n={number}")))
                await asyncio.sleep(0.002)
            for call in calls:
                (await call).release()
        assert upstream.order == list("012345")

    asyncio.run(play())


def test_message_passes_unchanged_both_ways() -> None:
    async def play() -> None:
        upstream = Upstream()
        async with door(upstream) as (http, url):
            headers = {"X-Cart-Token": "t", "X-Forwarded-For": "6.6.6.6", "Content-Type": "application/json"}
            path = "/v1/products/a%2Fb?q=%E8%8C%B6&q=2&empty="
            async with http.post(url + path, data=b"\xff\x00{", headers=headers) as answer:
                assert (answer.status, await answer.read()) == (418, b"\x00\xff")
                assert (answer.headers["X-Request-Id"], answer.headers["Set-Cookie"]) == ("r1", "a=1")
        ((seen_path, seen_headers, body),) = upstream.seen
        assert seen_path == "/_aws/execute-api/abc/local" + path
        assert body == b"\xff\x00{"
        assert seen_headers["X-Cart-Token"] == "t"
        assert seen_headers["X-Forwarded-For"] == "127.0.0.1"
        assert "Authorization" not in seen_headers

    asyncio.run(play())


def test_a_path_goes_to_the_api_that_it_begins_like() -> None:
    async def play() -> None:
        upstream = Upstream()
        async with door(upstream) as (http, url):
            for path in ("/v1/admin/orders", "/v1/administrators", "/v1/admin", "/v1/orders?next=/v1/admin/"):
                (await http.get(url + path)).release()
        assert [path.split("/")[3] for path, _, _ in upstream.seen] == ["def", "abc", "abc", "abc"]

    asyncio.run(play())


def test_a_call_refused_for_concurrency_is_asked_again() -> None:
    async def play() -> None:
        upstream = Upstream(refusals=2)
        async with door(upstream) as (http, url), http.post(f"{url}/v1/orders", data=b"{}") as answer:
            assert answer.status == 418
        assert len(upstream.seen) == 3

    asyncio.run(play())


async def _chunks() -> AsyncIterator[bytes]:
    for _ in range(11):
        yield b"x" * (1024 * 1024)


@pytest.mark.parametrize("chunked", [False, True])
def test_too_large_a_body_never_reaches_the_api(chunked: bool) -> None:
    async def play() -> None:
        upstream = Upstream()
        body = _chunks() if chunked else io.BytesIO(b"x" * (BODY_LIMIT + 1))
        async with door(upstream) as (http, url), http.post(f"{url}/v1/media", data=body) as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (413, "application/problem+json")
            assert await answer.json(content_type=None) == {
                "type": "urn:shop:problem:payload_too_large",
                "title": "The body is too large",
                "status": 413,
                "detail": "At most 10485760 bytes are accepted.",
                "instance": "/v1/media",
                "code": "payload_too_large",
                "request_id": answer.headers["X-Request-Id"],
            }
        assert upstream.seen == []

    asyncio.run(play())


def test_who_sends_slowly_holds_the_gate_for_a_limited_time_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "ANSWER_SECONDS", 0.05)

    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    async def play() -> None:
        upstream = Upstream()
        async with door(upstream, width=1) as (http, url):
            async with http.post(f"{url}/v1/carts", data=never()) as answer:
                assert (answer.status, (await answer.json(content_type=None))["code"]) == (504, "timeout")
            async with http.get(f"{url}/v1/categories") as answer:
                assert answer.status == 418
        assert len(upstream.seen) == 1

    asyncio.run(play())


def test_unreachable_api_is_a_problem_not_a_traceback() -> None:
    async def play() -> None:
        app = web.Application()
        Proxy({"/": "http://127.0.0.1:9/nothing"}, Gate(1)).add_to(app)
        async with TestServer(app) as front, ClientSession() as http, http.get(front.make_url("/v1/health")) as answer:
            assert answer.status == 503
            assert (await answer.json(content_type=None))["code"] == "unavailable"
            assert answer.headers["Retry-After"] == "1"

    asyncio.run(play())


@pytest.mark.parametrize("coding", ["gzip", "deflate", "nonsense"])
def test_a_body_in_a_coding_is_refused_like_everything_else(coding: str) -> None:
    """A body that was not what its header said broke the server's own reader: a 500 in plain text."""

    async def play() -> None:
        async with door(Upstream()) as (http, url):
            headers = {"Content-Type": "application/json", "Content-Encoding": coding}
            async with http.post(f"{url}/v1/carts", data=io.BytesIO(b'{"currency":"CNY"}'), headers=headers) as answer:
                told = await answer.json(content_type="application/problem+json")
                assert (answer.status, told["code"]) == (415, "unsupported_media_type")

    asyncio.run(play())
