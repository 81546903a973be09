"""The one address of the local shop: the APIs under `/v1`, pictures under `/media`, the console under `/admin`, the simulated outside
world under `/sandbox`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from aiohttp import web

from infra.local.pictures import show
from infra.local.proxy import BODY_LIMIT
from infra.simulators.answers import problems
from infra.simulators.pages import page

if TYPE_CHECKING:
    from infra.console.door import Console
    from infra.local.controls import Controls
    from infra.local.mailbox import Mailbox
    from infra.local.media import PublicMedia
    from infra.local.proxy import Proxy
    from infra.simulators.world import SimulatedWorld

COLLECT_SECONDS = 5

_INDEX = """<p>The API is under <a href="/v1/health">/v1</a>
(<a href="/v1/openapi.json">contract</a>, <a href="/v1/categories">categories</a>, <a href="/v1/products">products</a>).</p>
<p>The console of the staff is under <a href="/admin">/admin</a>.</p>
<p>The simulated outside world:</p>
<ul>
<li><a href="/sandbox/mailbox">/sandbox/mailbox</a>: what was sent; <code>?to=</code> one address;
<code>POST /sandbox/mailbox/{id} {"outcome": "bounce"}</code> (deliver, complain)</li>
<li><a href="/sandbox/clock">/sandbox/clock</a>: the time of the shop; POST <code>{"advance": "PT30M"}</code></li>
<li><a href="/sandbox/schedules">/sandbox/schedules</a>: POST <code>/sandbox/schedules/timers-sweep</code> runs one now</li>
<li><code>/sandbox/payments/{provider}/{reference}</code>: the page on which a customer pays</li>
<li><code>/sandbox/couriers/sandbox/{waybill}</code>: POST <code>{"status": "DELIVERED"}</code> moves a parcel</li>
</ul>"""


def front_door(
    proxy: Proxy, media: PublicMedia, console: Console, controls: Controls, mailbox: Mailbox, world: SimulatedWorld
) -> web.Application:
    app = web.Application(middlewares=[problems], client_max_size=BODY_LIMIT)
    app.router.add_get("/", _index)
    app.router.add_get(r"/sandbox/images/{name:[a-z0-9-]{1,100}}.svg", show)
    proxy.add_to(app)
    media.add_to(app)
    console.add_to(app)
    controls.add_to(app)
    world.add_to(app)

    async def collect_mails(_app: web.Application) -> AsyncIterator[None]:
        async def forever() -> None:
            while True:
                await mailbox.collect()
                await asyncio.sleep(COLLECT_SECONDS)

        collector = asyncio.create_task(forever())
        yield
        collector.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await collector

    app.cleanup_ctx.append(collect_mails)
    return app


async def _index(_request: web.Request) -> web.Response:
    return web.Response(text=page("The local shop", _INDEX), content_type="text/html")


async def listen(app: web.Application, port: int) -> web.AppRunner:
    """Serves on the loopback only. Raises OSError when the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5, keepalive_timeout=75, auto_decompress=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    with contextlib.suppress(OSError):  # a machine without IPv6
        await web.TCPSite(runner, "::1", port, backlog=1024).start()
    return runner
