"""What the page says of cancelling and returning."""

from __future__ import annotations

from collections.abc import Mapping

ASK_TEXTS: Mapping[str, Mapping[str, str]] = {
    "cancel_title": {"zh": "取消订单", "en": "Cancel this order"},
    "cancel_note": {"zh": "取消后商品立即释放，此操作无法撤销。", "en": "Its pieces are free for others then. This cannot be undone."},
    "cancel": {"zh": "确认取消", "en": "Yes, cancel it"},
    "too_late_to_cancel": {"zh": "该订单已付款或已发货，无法在此取消。请联系我们。",
                           "en": "It is paid or on its way by now and cannot be cancelled here. Please contact us."},
    "return_title": {"zh": "申请退货", "en": "Return something"},
    "return_note": {"zh": "填写要退的件数并选择原因。我们答复后，您会在本页看到寄回方式。",
                    "en": "Say how many, and why. Once we have answered, this page tells you how to send it back."},
    "why": {"zh": "原因", "en": "Why"},
    "return": {"zh": "提交退货申请", "en": "Ask for the return"},
    "changed_mind": {"zh": "不想要了", "en": "I changed my mind"},
    "wrong_size": {"zh": "尺寸不合适", "en": "The size is wrong"},
    "arrived_late": {"zh": "送达太晚", "en": "It came too late"},
    "damaged": {"zh": "商品破损", "en": "It is damaged"},
    "defective": {"zh": "质量问题", "en": "It does not work"},
    "not_as_described": {"zh": "与描述不符", "en": "It is not as described"},
    "wrong_item": {"zh": "发错商品", "en": "It is not what I ordered"},
    "other": {"zh": "其他", "en": "Something else"},
    "return_window_over": {"zh": "退货期限已过。", "en": "The time for returning this is over."},
    "bundle_comes_whole": {"zh": "套装只能整套退回。", "en": "A bundle comes back as a whole only: choose all its parts."},
    "return_excluded": {"zh": "该商品不支持无理由退货。", "en": "This cannot be returned without a fault."},
    "nothing_paid": {"zh": "该订单没有可退的款项。", "en": "There is nothing to pay back."},
    "too_many_returns": {"zh": "该订单的售后申请过多，请联系我们。", "en": "There are too many cases of this order. Please contact us."},
    "return_how_many": {"zh": "请填写要退的件数，不超过已发货且未申请售后的件数。",
                        "en": "Say how many go back: at most what was sent and is in no other return."},
}  # fmt: skip


def ask_said(language: str, name: str) -> str:
    return ASK_TEXTS[name][language]
