"""The simulated world as routes of an aiohttp application; tests run it alone, the front door together with the API.

/sandbox/payments/{provider}/{our_ref}      the customer: POST acts, GET is the page with the buttons
/sandbox/couriers/{courier}/{waybill}       the courier: POST moves the parcel, GET shows it
/sandbox/points/{provider}/{id}             a pick-up point: POST closes or moves it, GET shows it
/sandbox/fapiao/{key}                       a Chinese e-invoice: POST ends it or sets faults, GET shows it
/sandbox/providers/payments/{provider}/…    the API the shop's adapter calls
/sandbox/providers/couriers/{courier}/…     likewise
/sandbox/channels/{name}/{token}             a device or openid: POST says that it is gone, or refuses for a while
/sandbox/providers/channels/{name}/…        fcm, wechat_official, wechat_mini: as the shop calls them; the mailbox shows what came
/sandbox/identity/next                      who comes back from the identity provider, and its faults (identity.py)
/sandbox/wms/{name}, /sandbox/providers/wms/{name}   an outside warehouse system (wms/simulator.py)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from infra.simulators.alipay.simulator import Alipay
from infra.simulators.answers import Refused, problems, read_object
from infra.simulators.channels.fcm import Fcm
from infra.simulators.channels.keys import FCM, WECHAT
from infra.simulators.channels.wechat import WeChat
from infra.simulators.easypost.simulator import EasyPost
from infra.simulators.fapiao.platform import FapiaoPlatform
from infra.simulators.identity import SimulatedIdentity
from infra.simulators.inpost.simulator import InPost
from infra.simulators.kuaidi100.simulator import Kuaidi100
from infra.simulators.merchant import Merchant
from infra.simulators.pages import payment_page
from infra.simulators.provider import Provider, World
from infra.simulators.sandbox_courier import SandboxCourier
from infra.simulators.sandbox_payment import SandboxPayment
from infra.simulators.sf_express.simulator import SfExpress
from infra.simulators.store import Store
from infra.simulators.stripe.simulator import Stripe
from infra.simulators.track17.simulator import Track17
from infra.simulators.unionpay.simulator import UnionPay
from infra.simulators.webhooks import Webhooks
from infra.simulators.wechatpay.simulator import WeChatPay
from infra.simulators.wms.simulator import Wms

if TYPE_CHECKING:
    from pathlib import Path

Begun = Callable[[str], "dict[str, Any] | None"]
Secrets = dict[str, dict[str, Any]]
"""As in Secrets Manager: `{"sandbox_payment": {"secret": …}, "sandbox_courier": {"secret": …}, "wechatpay": {…}, …}`."""
_MERCHANTS: dict[str, Callable[[World, dict[str, Any], dict[str, Any]], Provider]] = {
    "alipay": Alipay,
    "stripe": Stripe,
    "unionpay": UnionPay,
    "wechatpay": WeChatPay,
}
_COURIERS: dict[str, Callable[[World, dict[str, Any]], Provider]] = {
    "17track": Track17,
    "easypost": EasyPost,
    "kuaidi100": Kuaidi100,
    "sf_express": SfExpress,
}

FAPIAO, IDENTITY = "sandbox_fapiao", "sandbox_identity"
_POINTS: dict[str, Callable[[World, dict[str, Any]], InPost]] = {"inpost": InPost}


class SimulatedWorld:
    def __init__(
        self,
        secrets: Secrets,
        public_url: str,
        unix: Callable[[], int],
        file: Path | str = ":memory:",
        retry_after: tuple[float, ...] | None = None,
        own: Secrets | None = None,
        begun: Begun | None = None,
    ) -> None:
        """`secrets` are what the shop has, `own` what only the providers have; those without keys are not there. `begun`: what the shop
        told its customer to do for a reference, so that nobody needs a browser where a provider hears of a payment from the browser."""
        self._begun = begun
        self._store = Store(file)
        self._webhooks = Webhooks(self._store, unix, retry_after)
        world = World(self._store, self._webhooks, unix, public_url)
        payments: list[Provider] = [SandboxPayment(world, secrets["sandbox_payment"]["secret"])]
        for code, merchant in _MERCHANTS.items():
            if own and code in own:
                payments.append(merchant(world, secrets[code], own[code]))
        couriers: list[Provider] = [SandboxCourier(world, secrets["sandbox_courier"]["secret"])]
        couriers += [simulator(world, secrets[code]) for code, simulator in _COURIERS.items() if code in secrets]
        self.wms = Wms(world)
        self.fapiao = {FapiaoPlatform.code: FapiaoPlatform(world, secrets[FAPIAO]["secret"])} if FAPIAO in secrets else {}
        self.identity = SimulatedIdentity(public_url, secrets[IDENTITY]["secret"]) if IDENTITY in secrets else None
        self.channels: dict[str, Fcm | WeChat] = {name: WeChat(self._store, name, secrets[name]) for name in WECHAT if name in secrets}
        if FCM in secrets:
            self.channels[FCM] = Fcm(self._store, secrets[FCM])
        self.payments = {one.code: one for one in payments}
        self.couriers = {one.code: one for one in couriers}
        self.points = {code: simulator(world, secrets[code]) for code, simulator in _POINTS.items() if code in secrets}

    def add_to(self, app: web.Application) -> None:
        served: dict[str, Mapping[str, Provider | InPost | Fcm | WeChat]] = {
            "channels": self.channels,
            "payments": self.payments,
            "couriers": self.couriers,
            "points": self.points,
            "fapiao": self.fapiao,
        }
        for kind, providers in served.items():
            for code, provider in providers.items():
                api = web.Application(middlewares=[problems])
                api.add_routes(provider.routes())
                app.add_subapp(f"/sandbox/providers/{kind}/{code}", api)
        app.add_routes(
            [
                web.get("/sandbox/payments/{code}/{reference}", self._page),
                web.post("/sandbox/payments/{code}/{reference}", self._pay),
                web.get("/sandbox/couriers/{code}/{reference}", self._parcel),
                web.post("/sandbox/couriers/{code}/{reference}", self._move),
                web.get("/sandbox/points/{code}/{reference}", self._point),
                web.post("/sandbox/points/{code}/{reference}", self._change_point),
                web.post("/sandbox/channels/{code}/{token}", self._change_receiver),
                web.get("/sandbox/fapiao/{reference}", self._fapiao),
                web.post("/sandbox/fapiao/{reference}", self._change_fapiao),
            ]
        )
        app.add_routes(self.wms.routes())
        if self.identity is not None:
            self.identity.add_to(app)
        app.cleanup_ctx.append(self._run)

    def application(self) -> web.Application:
        """The world alone, for tests."""
        app = web.Application(middlewares=[problems])
        self.add_to(app)
        return app

    async def _run(self, _app: web.Application) -> AsyncIterator[None]:
        senders = (*self.payments.values(), *self.couriers.values(), *self.fapiao.values())
        await self._webhooks.start([self.wms, *(one.signer for one in senders)])
        yield
        await self._webhooks.stop()
        self._store.close()

    async def _page(self, request: web.Request) -> web.Response:
        provider = _find(self.payments, request)
        text = payment_page(provider.code, provider.describe(request.match_info["reference"]))
        return web.Response(text=text, content_type="text/html")

    async def _pay(self, request: web.Request) -> web.Response:
        provider, reference = _find(self.payments, request), request.match_info["reference"]
        if request.content_type == "application/x-www-form-urlencoded":
            form = await request.post()
            await provider.act(reference, {"outcome": form.get("outcome")})
            raise web.HTTPSeeOther(provider.describe(reference)["return_url"] or request.path)
        body = await read_object(request)
        self._bring(provider, reference)
        return web.json_response(await provider.act(reference, body))

    def _bring(self, provider: Provider, reference: str) -> None:
        """As the customer's browser would, if it was not there yet."""
        if self._begun is None or not isinstance(provider, Merchant):
            return
        with suppress(Refused):
            provider.trade(reference)
            return
        if action := self._begun(reference):
            provider.begin(action)

    async def _parcel(self, request: web.Request) -> web.Response:
        return web.json_response(_find(self.couriers, request).describe(request.match_info["reference"]))

    async def _move(self, request: web.Request) -> web.Response:
        provider = _find(self.couriers, request)
        return web.json_response(await provider.act(request.match_info["reference"], await read_object(request)))

    async def _point(self, request: web.Request) -> web.Response:
        return web.json_response(_find(self.points, request).describe(request.match_info["reference"]))

    async def _change_point(self, request: web.Request) -> web.Response:
        provider = _find(self.points, request)
        return web.json_response(provider.act(request.match_info["reference"], await read_object(request)))

    async def _change_receiver(self, request: web.Request) -> web.Response:
        channel = _find(self.channels, request)
        return web.json_response(channel.receivers.act(request.match_info["token"], await read_object(request)))

    async def _fapiao(self, request: web.Request) -> web.Response:
        return web.json_response(self._platform().describe(request.match_info["reference"]))

    async def _change_fapiao(self, request: web.Request) -> web.Response:
        return web.json_response(await self._platform().act(request.match_info["reference"], await read_object(request)))

    def _platform(self) -> FapiaoPlatform:
        if not self.fapiao:
            raise Refused(404, "not_found", "there is no simulated provider of e-invoices")
        return self.fapiao[FapiaoPlatform.code]


P = TypeVar("P")


def _find(providers: dict[str, P], request: web.Request) -> P:
    provider = providers.get(request.match_info["code"])
    if provider is None:
        raise Refused(404, "not_found", f"there is no simulated provider {request.match_info['code']}")
    return provider
