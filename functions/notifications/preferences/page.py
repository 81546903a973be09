"""The page behind a link of a mail by which somebody says what they want."""

from __future__ import annotations

from pathlib import Path

from functions.shared.http.operation import Reply
from functions.shared.pages.page import Texts, framed

TEXTS: Texts = {
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


def rendered(language: str, what: str, *buttons: str, status: int = 200) -> Reply:
    """`what`: of TEXTS, with its `…_note`; `buttons`: what each does, `do_…` of TEXTS."""
    title, note = TEXTS[what][language], TEXTS[f"{what}_note"][language]
    pressed = [(one, TEXTS[f"do_{one}"][language]) for one in buttons]
    return framed(_FOLDER, "messages", language, TEXTS, status=status, title=title, note=note, buttons=pressed)
