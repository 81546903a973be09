"""WeChat: template messages of an official account and subscribe messages of a mini program, each an app with its own keys.

Facts: WeChat open documentation, "sendTemplateMessage" (https://developers.weixin.qq.com/doc/service/en/api/notify/template/
api_sendtemplatemessage.html: touser, template_id, url, data, client_msg_id, which is sent once within ten minutes), "sendMessage" of
subscribe messages (…/subscribe-message/sendMessage.html: lang, and the lengths of values by the field's name) and "getStableAccessToken".
Error codes: 40001 wrong secret or token, 40013 no such app, 40003 no such openid, 40037 no such template, 43004 does not follow, 43101 did
not agree, 47003 values that are not the template's, -1 busy.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from aiohttp import web

from infra.simulators.answers import read_object
from infra.simulators.channels.receivers import Receivers
from infra.simulators.store import Store

_LASTS = 7_200
_LONGEST = {"thing": 20, "number": 32, "letter": 32, "symbol": 5, "character_string": 32, "time": 30, "amount": 20, "name": 10, "phrase": 5}


class WeChat:
    """`name`: wechat_official or wechat_mini."""

    def __init__(self, store: Store, name: str, keys: dict[str, Any]) -> None:
        self._name, self._keys = name, keys
        self._is_mini = name.endswith("mini")
        self.receivers = Receivers(store, name)
        self._token, self._until = "", 0.0

    def routes(self) -> list[web.RouteDef]:
        path = "/cgi-bin/message/subscribe/send" if self._is_mini else "/cgi-bin/message/template/send"
        return [web.post("/cgi-bin/stable_token", self._give_token), web.post(path, self._send)]

    async def _give_token(self, request: web.Request) -> web.Response:
        """The same one while it holds, unless another is asked for."""
        asked = await read_object(request)
        if asked.get("appid") != self._keys["app_id"] or asked.get("grant_type") != "client_credential":
            return _said(40013, "invalid appid")
        if asked.get("secret") != self._keys["secret"]:
            return _said(40001, "invalid credential")
        if asked.get("force_refresh") or self._until < time.monotonic():
            self._token, self._until = secrets.token_urlsafe(24), time.monotonic() + _LASTS
        return web.json_response({"access_token": self._token, "expires_in": int(self._until - time.monotonic())})

    async def _send(self, request: web.Request) -> web.Response:
        if not self._token or request.query.get("access_token") != self._token or self._until < time.monotonic():
            return _said(40001, "invalid credential, access_token is invalid or not latest")
        message = await read_object(request)
        openid, data = message.get("touser"), message.get("data")
        if not isinstance(openid, str) or not openid:
            return _said(40003, "invalid openid")
        if not message.get("template_id"):
            return _said(40037, "invalid template_id")
        if self.receivers.is_gone(openid):
            return _said(43101, "user refuse to accept the msg") if self._is_mini else _said(43004, "require subscribe")
        if not isinstance(data, dict) or not data or not all(_fits(name, one) for name, one in data.items()):
            return _said(47003, "argument invalid")
        if self.receivers.refuses(openid):
            return _said(-1, "system error")
        key = f"{self._name} {message.get('client_msg_id') or secrets.token_hex(8)} {openid}"
        text = "\n".join(f"{name}: {one['value']}" for name, one in data.items())
        self.receivers.keep(key, "wechat", openid, str(message["template_id"]), text)
        return _said(0, "ok", msgid=secrets.randbits(40))


def _fits(name: str, value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("value"), str):
        return False
    return len(value["value"]) <= _LONGEST.get(name.rstrip("0123456789"), 200)


def _said(code: int, text: str, **more: Any) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": text, **more})
