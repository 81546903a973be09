"""WeChat: template messages of an official account, subscribe messages of a mini program.

Facts: WeChat open documentation, "getStableAccessToken", "templateMessage.send" and "subscribeMessage.send" with their error codes. Keys:
the entries `wechat_official` and `wechat_mini` of the secret of channels (`app_id`, `secret`). The person's openid is the token of a
device whose app is `official` or `mini`. WeChat has the texts; what the shop's template says are its fields, a line each
(`model/wechat.py`), so nothing is said of which the shop has published no template.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from functions.notifications.channels.inbox import SAID_ELSEWHERE
from functions.notifications.model.channel import Address, NotSent, Outgoing, Recipient
from functions.notifications.model.template import WECHAT
from functions.notifications.model.wechat import fields_of
from functions.notifications.store.devices import addresses_of, forget_device
from functions.shared.outside.outbound import NoAnswer, call
from functions.shared.outside.provider_keys import provider_entry
from functions.shared.plain.settings import settings

SECONDS = 4.0
APPS = {"official": "/cgi-bin/message/template/send", "mini": "/cgi-bin/message/subscribe/send"}
_OLD_TOKEN = frozenset({40001, 40014, 42001})
_GONE = frozenset({40003, 43004, 43101})
"""No such openid; does not follow the account (any more); did not agree to this subscribe message."""
_FOR_GOOD = frozenset({40037, 41030, 47003})
"""No such template, no such page, fields that are not the template's."""
_EARLY = 300
_tokens: dict[str, tuple[float, str]] = {}


def forget() -> None:
    """For tests: tokens are asked for anew."""
    _tokens.clear()


class WeChatChannel:
    name: ClassVar[str] = WECHAT
    own_words_only: ClassVar[bool] = True

    def tells(self, event: str) -> bool:
        return event not in SAID_ELSEWHERE

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:  # noqa: ARG002 — the port's
        found = addresses_of(to.customer_id, WECHAT) if to.customer_id else []
        return [one for one in found if one.app in APPS and _account(one.app)]

    def send(self, to: Address, message: Outgoing) -> str:
        try:
            said = fields_of(message.parts["body"])
        except ValueError as error:
            raise NotSent("no_fields", for_good=True) from error
        body = {"touser": to.text, "template_id": said.template_id, "data": {name: {"value": text} for name, text in said.data.items()}}
        if to.app == "official":
            body |= {"client_msg_id": message.id} | ({"url": said.page} if said.page else {})
        else:
            body |= {"lang": "zh_CN" if message.language.startswith("zh") else "en_US"} | ({"page": said.page} if said.page else {})
        try:
            told = _asked(to.app, _token(to.app), body)
            if told.get("errcode") in _OLD_TOKEN:
                told = _asked(to.app, _token(to.app, anew=True), body)
        except NoAnswer as silent:
            raise NotSent("no_answer") from silent
        code = told.get("errcode", 0)
        if code == 0:
            return str(told.get("msgid", ""))
        if code in _GONE and to.app == "official":
            forget_device(to, message.customer_id)
        # Who did not agree to one subscribe message may agree to the next: the mini program stays theirs.
        raise NotSent(f"errcode_{code}", for_good=code in _FOR_GOOD or code in _GONE, is_gone=code in _GONE)


def _account(app: str) -> Mapping[str, Any]:
    entry = provider_entry(settings().secret_channels, f"wechat_{app}")
    return entry if entry.get("app_id") and entry.get("secret") else {}


def _token(app: str, *, anew: bool = False) -> str:
    """Kept by this process; asked for again, WeChat gives the same one while it holds. Raises NoAnswer, NotSent."""
    account = _account(app)
    if not account:
        raise NotSent("no_keys")
    until, token = _tokens.get(account["app_id"], (0.0, ""))
    if time.monotonic() < until and not anew:
        return token
    asked = {"grant_type": "client_credential", "appid": account["app_id"], "secret": account["secret"], "force_refresh": anew}
    told = _posted(f"{_base(app)}/cgi-bin/stable_token", asked)
    if not told.get("access_token"):
        raise NotSent(f"errcode_{told.get('errcode', 'unknown')}")
    _tokens[account["app_id"]] = (time.monotonic() + float(told.get("expires_in", 0)) - _EARLY, str(told["access_token"]))
    return str(told["access_token"])


def _asked(app: str, token: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return _posted(f"{_base(app)}{APPS[app]}?access_token={token}", body)


def _base(app: str) -> str:
    return str(_account(app).get("url") or "https://api.weixin.qq.com")


def _posted(url: str, body: Mapping[str, Any]) -> dict[str, Any]:
    raw = json.dumps(body, ensure_ascii=False).encode()
    return call("POST", url, body=raw, headers={"Content-Type": "application/json"}, timeout=SECONDS).json()
