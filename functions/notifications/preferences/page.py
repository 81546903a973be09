"""The page behind a link of a mail by which somebody says what they want: HTML with every value escaped, without a script; headers let
nothing in, nothing out, and nothing be kept."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from functions.shared.http.operation import Reply
from functions.shared.plain.settings import settings

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html; charset=utf-8"
LANGUAGES = {"zh": "中文", "en": "English"}
TEXTS: Mapping[str, Mapping[str, str]] = {
    "leave": {"zh": "不想再收到这类邮件？", "en": "No more of these mails?"},
    "leave_note": {
        "zh": "点击下方按钮即可退订。订单通知和验证码不受影响。",
        "en": "Press the button. Mails about orders, and codes, still come.",
    },
    "do_leave": {"zh": "退订这类邮件", "en": "Stop these mails"},
    "do_everything": {"zh": "退订所有推广邮件", "en": "Stop all advertising by e-mail"},
    "left": {"zh": "已退订", "en": "You will get no more of these"},
    "left_note": {"zh": "我们不会再向您发送这类邮件。", "en": "We will not send you such mails any more."},
    "do_back": {"zh": "重新接收这类邮件", "en": "Send them again"},
    "back": {"zh": "已恢复", "en": "You get them again"},
    "back_note": {"zh": "前提是您同意接收推广邮件。", "en": "As far as you agree to advertising by e-mail."},
    "join": {"zh": "确认订阅", "en": "Is this you?"},
    "join_note": {
        "zh": "点击按钮后，我们才会向该邮箱发送邮件。您可以随时退订。",
        "en": "Only after you press the button will we write to this address. You can stop it at any time.",
    },
    "do_join": {"zh": "是的，订阅", "en": "Yes, write to me"},
    "joined": {"zh": "订阅成功", "en": "Thank you"},
    "joined_note": {"zh": "我们会向您发送邮件。", "en": "We will write to you."},
    "gone": {"zh": "找不到该页面", "en": "There is no such page"},
    "gone_note": {"zh": "请使用邮件中的完整链接；链接可能已过期。", "en": "Please use the whole link of the mail; it may be over."},
}
_FOLDER = Path(__file__).parent / "templates"


def language_for(wanted: str, languages: Sequence[str]) -> str:
    """What was chosen on the page, else what the browser asks for, else the store's, else English."""
    candidates = [tag.split("-")[0].lower() for tag in (wanted, *languages, settings().default_language)]
    return next((tag for tag in candidates if tag in LANGUAGES), "en")


def rendered(language: str, what: str, *buttons: str, status: int = 200) -> Reply:
    """`what`: of TEXTS, with its `…_note`; `buttons`: what each does, `do_…` of TEXTS."""
    html = _environment().get_template("messages.html").render(
        language=language, languages=LANGUAGES, style=_style(), title=TEXTS[what][language], note=TEXTS[f"{what}_note"][language],
        buttons=[(one, TEXTS[f"do_{one}"][language]) for one in buttons],
    )  # fmt: skip
    return Reply(html, status, headers={"Content-Type": HTML, **_headers(_style()), "Content-Language": language})


def _headers(style: str) -> Mapping[str, str]:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


@lru_cache(maxsize=1)
def _style() -> str:
    return (_FOLDER / "messages.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
