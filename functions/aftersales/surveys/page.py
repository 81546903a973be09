"""The page of a survey: HTML with every value escaped, without a script; headers let nothing in, nothing out, and nothing be kept."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from functions.aftersales.model.survey import HIGHEST, LOWEST
from functions.shared.http.operation import Reply
from functions.shared.plain.settings import settings

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html; charset=utf-8"
LANGUAGES = {"zh": "中文", "en": "English"}
TEXTS: Mapping[str, Mapping[str, str]] = {
    "ask": {"zh": "您对这次处理满意吗？", "en": "How did we do?"},
    "ask_note": {"zh": "请为我们的售后服务打分，只需半分钟。", "en": "Tell us how we put it right. It takes half a minute."},
    "how": {"zh": "您的评分", "en": "Your score"},
    "score_5": {"zh": "非常满意", "en": "very good"},
    "score_4": {"zh": "满意", "en": "good"},
    "score_3": {"zh": "一般", "en": "so-so"},
    "score_2": {"zh": "不满意", "en": "bad"},
    "score_1": {"zh": "非常不满意", "en": "very bad"},
    "comment": {"zh": "您还想说什么？（选填）", "en": "Anything else you want to say? (optional)"},
    "send": {"zh": "提交", "en": "Send"},
    "choose": {"zh": "请选择一个评分；意见最多 500 字。", "en": "Please choose a score; what you write has up to 500 characters."},
    "thanks": {"zh": "感谢您的评价", "en": "Thank you"},
    "thanks_note": {"zh": "您的评价已收到。", "en": "We have your answer."},
    "over": {"zh": "问卷已结束", "en": "This survey is over"},
    "over_note": {"zh": "该问卷已无法填写。", "en": "It cannot be answered any more."},
    "gone": {"zh": "找不到该页面", "en": "There is no such page"},
    "gone_note": {"zh": "请使用邮件中的完整链接。", "en": "Please use the whole link of the mail."},
}
_FOLDER = Path(__file__).parent / "templates"


def language_for(wanted: str, languages: Sequence[str]) -> str:
    """What was chosen on the page, else what the browser asks for, else the store's, else English."""
    candidates = [tag.split("-")[0].lower() for tag in (wanted, *languages, settings().default_language)]
    return next((tag for tag in candidates if tag in LANGUAGES), "en")


def said(language: str, key: str) -> str:
    return TEXTS[key][language]


def rendered(language: str, what: str, *, status: int = 200, form: bool = False, problem: str = "") -> Reply:
    """`what`: of TEXTS, with its `…_note`."""
    html = _environment().get_template("survey.html").render(
        language=language, languages=LANGUAGES, say=partial(said, language), style=page_style(), title=said(language, what),
        note=said(language, f"{what}_note"), problem=problem, form=form, scores=range(HIGHEST, LOWEST - 1, -1),
    )  # fmt: skip
    return Reply(html, status, headers={"Content-Type": HTML, **page_headers(page_style()), "Content-Language": language})


def page_headers(style: str) -> Mapping[str, str]:
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
def page_style() -> str:
    return (_FOLDER / "survey.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
