"""The page of a recall's notice: HTML with every value escaped, without a script, as the survey's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from functions.aftersales.recalls.schemas import NoticeShown
from functions.aftersales.surveys.page import HTML, LANGUAGES, page_headers, page_style
from functions.shared.http.operation import Reply

if TYPE_CHECKING:
    from jinja2 import Environment

TEXTS: Mapping[str, Mapping[str, str]] = {
    "headline": {"zh": "产品安全召回", "en": "Product safety recall"},
    "order": {"zh": "订单", "en": "Order"},
    "lot": {"zh": "涉及批次", "en": "Which ones"},
    "hazard": {"zh": "危险", "en": "The danger"},
    "stop": {"zh": "请您立即停止使用。", "en": "Stop using it at once."},
    "choose": {"zh": "您可以免费选择", "en": "You choose, free of charge"},
    "refund": {"zh": "退款：退还您为其支付的全部金额", "en": "Your money back: what you paid for it"},
    "replacement": {"zh": "更换安全的产品", "en": "A safe product instead"},
    "repair": {"zh": "维修", "en": "A repair"},
    "dispose": {
        "zh": "选择退款或更换时无需寄回：请将其损毁，使其无法再用，并妥善处置。",
        "en": "It need not be sent back for a refund or a replacement: make it unusable and dispose of it safely.",
    },
    "send": {"zh": "确认选择", "en": "Confirm my choice"},
    "chosen": {"zh": "您已选择", "en": "You chose"},
    "chosen_note": {"zh": "后续步骤已通过邮件告知您。", "en": "A mail tells you what happens next."},
    "over": {"zh": "现已无法在此选择，请与我们联系。", "en": "It can no longer be chosen here: please get in touch."},
    "failed": {
        "zh": "该选择目前无法实现，请选择其他方式或与我们联系。",
        "en": "This cannot be done now: choose another way, or get in touch.",
    },
    "questions": {"zh": "咨询", "en": "Questions"},
    "share": {
        "zh": "如果您已将产品转给他人，请把此通知转告对方。",
        "en": "Please pass this on to whoever uses the product, if you gave it to somebody else.",
    },
    "gone": {"zh": "找不到该页面", "en": "There is no such page"},
    "gone_note": {"zh": "请使用邮件中的完整链接。", "en": "Please use the whole link of the mail."},
}
_FOLDER = Path(__file__).parent / "templates"


def said(language: str, key: str) -> str:
    return TEXTS[key][language]


def rendered(language: str, notice: NoticeShown | None, *, status: int = 200, problem: str = "") -> Reply:
    """None: there is no such notice."""
    html = _environment().get_template("recall.html").render(
        language=language, languages=LANGUAGES, say=partial(said, language), style=page_style(), notice=notice, problem=problem
    )  # fmt: skip
    return Reply(html, status, headers={"Content-Type": HTML, **page_headers(page_style()), "Content-Language": language})


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
