"""WeChat: OAuth 2.0 in its own form, on websites and in apps (`sns/oauth2/access_token`), and in mini programs (`sns/jscode2session`).

Facts (developers.weixin.qq.com, "网站应用微信登录开发指南" and "小程序登录"): parameters stand in the address; answers are JSON as
text/plain with status 200, errors too, by `errcode`; a code is good once, for five minutes (40029 invalid, 40163 used); -1 and 45011:
busy. `openid` is a person's name towards one app, `unionid` towards all apps of one developer; it comes only where the apps are bound to
one account there.
There is no ID token, no nonce and no e-mail address: who brings the code and the flow's session is who was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from functions.customers.external.providers.port import misconfigured, refused, silent
from functions.customers.model.external import ExternalPerson, Flow
from functions.shared.outside.outbound import NoAnswer, call

_OPEN, _API = "https://open.weixin.qq.com", "https://api.weixin.qq.com"
_WRONG_CODE = {40029, 40163, 41008}
_BUSY = {-1, 45011}
_TIMEOUT = 5


class WeChat:
    def __init__(self, code: str, entry: Mapping[str, Any]) -> None:
        self._code = code
        self._app, self._secret = str(entry["app_id"]), str(entry["app_secret"])
        self._open, self._api = str(entry.get("open_url", _OPEN)), str(entry.get("api_url", _API))

    def address(self, flow: Flow, state: str) -> str:
        # WeChat wants them in this order, and the fragment.
        asked = {
            "appid": self._app, "redirect_uri": flow.redirect_uri, "response_type": "code", "scope": "snsapi_login", "state": state,
        }  # fmt: skip
        return f"{self._open}/connect/qrconnect?{urlencode(asked)}#wechat_redirect"

    def person(self, _flow: Flow, code: str) -> ExternalPerson:
        return self._named(
            self._ask(
                "/sns/oauth2/access_token", {"appid": self._app, "secret": self._secret, "code": code, "grant_type": "authorization_code"}
            )
        )

    def _ask(self, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        try:
            answer = call("GET", f"{self._api}{path}?{urlencode(asked)}", timeout=_TIMEOUT)
            if answer.status != 200:
                raise silent()
            said = answer.json()
        except NoAnswer as error:
            raise silent() from error
        fault = said.get("errcode", 0)
        if fault in _WRONG_CODE:
            raise refused()
        if fault in _BUSY:
            raise silent()
        if fault:
            raise misconfigured()
        return said

    def _named(self, said: Mapping[str, Any]) -> ExternalPerson:
        """The name towards all apps first: by it they are one person in each."""
        openid, unionid = said.get("openid"), said.get("unionid")
        if not isinstance(openid, str) or not openid:
            raise refused()
        towards_all = (f"wechat-union\x1f{unionid}",) if isinstance(unionid, str) and unionid else ()
        return ExternalPerson(self._code, (*towards_all, f"wechat\x1f{self._app}\x1f{openid}"))


class MiniProgram(WeChat):
    """The app has its code from `wx.login`, without a browser. The `session_key` that comes along is kept nowhere."""

    def address(self, _flow: Flow, _state: str) -> str:
        return ""

    def person(self, _flow: Flow, code: str) -> ExternalPerson:
        return self._named(
            self._ask(
                "/sns/jscode2session", {"appid": self._app, "secret": self._secret, "js_code": code, "grant_type": "authorization_code"}
            )
        )
