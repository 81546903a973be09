"""The page of a recall's notice."""

from __future__ import annotations

from pathlib import Path

from functions.aftersales.recalls.schemas import NoticeShown
from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed

TEXTS: Texts = {
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
    return framed(_FOLDER, "recall", language, TEXTS, status=status, notice=notice, problem=problem)
