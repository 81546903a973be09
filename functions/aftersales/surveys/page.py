"""The page of a survey."""

from __future__ import annotations

from pathlib import Path

from functions.aftersales.model.survey import HIGHEST, LOWEST
from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed

TEXTS: Texts = {
    "ask": {"zh": "您对这次处理满意吗？", "en": "How did we do?"},
    "ask_note": {"zh": "请为我们的售后服务打分，只需半分钟。", "en": "Tell us how we put it right. It takes half a minute."},
    "ask_shop": {"zh": "您对本店满意吗？", "en": "How satisfied are you with our shop?"},
    "ask_shop_note": {"zh": "请为我们打分，只需半分钟。", "en": "It takes half a minute."},
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
    "required": {"zh": "（必填）", "en": "(required)"},
    "look": {"zh": "有些回答需要更正，您填写的内容已保留。", "en": "Something needs to be put right. What you wrote is kept."},
    "is_required": {"zh": "请回答此题。", "en": "Please answer this."},
    "is_out_of_range": {"zh": "超出范围。", "en": "It is out of range."},
    "is_too_long": {"zh": "内容过长。", "en": "It is too long."},
    "are_too_many": {"zh": "选项过多。", "en": "These are too many."},
    "is_wrong": {"zh": "请检查此题。", "en": "Please look at this again."},
    "gone": {"zh": "找不到该页面", "en": "There is no such page"},
    "gone_note": {"zh": "请使用邮件中的完整链接。", "en": "Please use the whole link of the mail."},
}
FOLDER = Path(__file__).parent / "templates"


def said(language: str, key: str) -> str:
    return TEXTS[key][language]


def rendered(language: str, what: str, *, status: int = 200, form: bool = False, problem: str = "") -> Reply:
    """`what`: of TEXTS, with its `…_note`."""
    title, note, scores = said(language, what), said(language, f"{what}_note"), range(HIGHEST, LOWEST - 1, -1)
    return framed(FOLDER, "survey", language, TEXTS, status=status, title=title, note=note, problem=problem, form=form, scores=scores)
