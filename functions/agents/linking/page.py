"""The page on which somebody signs in and allows an agent to act for them.

It has the shop's one script besides the console: it signs in by the shop's own API, so that limits, one-time codes and second factors are
those of every sign-in, and no password comes to this function. A storefront may ask in its own words instead (`POST /oauth/authorize`).
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from functions.agents.linking.asked import LinkAsked, answer_to
from functions.agents.linking.schemas import AuthorizeQuery
from functions.agents.model.linking import CHECKOUT, ORDERS
from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed
from functions.shared.plain.settings import settings

_FOLDER = Path(__file__).parent / "templates"
_TEXTS: Texts = {
    "title": {"zh": "关联您的账户", "en": "Link your account"},
    "asks": {"zh": "希望代您：", "en": "would like to:"},
    "checkout": {"zh": "以您的会员价格和地址下单", "en": "buy for you, at your prices and to your addresses"},
    "orders": {"zh": "查看您的订单", "en": "see your orders"},
    "ends": {
        "zh": "您可随时取消关联。付款仍需您逐次授权。",
        "en": "You can end this at any time. Each payment still needs your own consent.",
    },
    "login": {"zh": "邮箱或手机号", "en": "E-mail address or telephone number"},
    "password": {"zh": "密码", "en": "Password"},
    "code": {"zh": "验证码", "en": "Code"},
    "send_code": {"zh": "用验证码登录", "en": "Send me a code instead"},
    "allow": {"zh": "登录并允许", "en": "Sign in and allow"},
    "deny": {"zh": "拒绝", "en": "Do not allow"},
    "wrong": {"zh": "登录信息有误，请重试。", "en": "That was not right. Try again."},
    "busy": {"zh": "暂时无法完成，请稍后再试。", "en": "This cannot be done now. Try again later."},
    "further": {"zh": "请输入身份验证器中的验证码。", "en": "Type the code of your authenticator app."},
    "elsewhere": {"zh": "此账户请先在商店中登录。", "en": "This account has to be opened in the shop itself first."},
    "unknown": {"zh": "此请求不是来自商店认识的应用。", "en": "This does not come from an application that the shop knows."},
}


def asking(asked: LinkAsked, query: AuthorizeQuery, language: str) -> Reply:
    told = query.model_dump(exclude={"lang"})
    said = {name: _TEXTS[name][language] for name in ("wrong", "busy", "further", "elsewhere")}
    whole = framed(
        _FOLDER, "ask", language, _TEXTS, title=_TEXTS["title"][language], agent=asked.agent.name, told=told, said=said,
        buys=CHECKOUT in asked.scopes or len(asked.scopes) > (ORDERS in asked.scopes), reads=ORDERS in asked.scopes,
        deny=answer_to(asked.redirect_uri, asked.state, error="access_denied"), base=settings().public_base_url,
        script=_script(), asks=urlencode(told),
    )  # fmt: skip
    policy = whole.headers["Content-Security-Policy"].replace(
        "default-src 'none';", f"default-src 'none'; script-src 'sha256-{_digest()}'; connect-src 'self';"
    )
    return Reply(whole.body, 200, headers={**whole.headers, "Content-Security-Policy": policy})


def unknown(language: str, status: int) -> Reply:
    return framed(_FOLDER, "unknown", language, _TEXTS, status=status, title=_TEXTS["title"][language])


@lru_cache(maxsize=1)
def _script() -> str:
    return (_FOLDER / "ask.js").read_text(encoding="utf-8")


def _digest() -> str:
    return base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
