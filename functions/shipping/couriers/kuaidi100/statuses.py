"""Kuaidi100's codes of a station, in its advanced form (`resultv2` 4), and the codes of the carriers it follows."""

from __future__ import annotations

import re

from functions.shared.plain.tracking import TrackingStatus as S
from functions.shipping.model.carrier import Carrier, Service

_STATUSES = {
    "0": S.IN_TRANSIT, "1001": S.IN_TRANSIT, "1002": S.IN_TRANSIT, "1003": S.IN_TRANSIT, "7": S.IN_TRANSIT,
    "1": S.PICKED_UP, "103": S.PICKED_UP,
    "101": S.INFO_RECEIVED, "102": S.INFO_RECEIVED,
    "8": S.CUSTOMS, "10": S.CUSTOMS, "11": S.CUSTOMS, "12": S.CUSTOMS,
    "5": S.OUT_FOR_DELIVERY,
    "501": S.AVAILABLE_FOR_PICKUP,
    "3": S.DELIVERED, "301": S.DELIVERED, "302": S.DELIVERED, "303": S.DELIVERED, "304": S.DELIVERED,
    "2": S.EXCEPTION, "13": S.EXCEPTION,
    "14": S.REFUSED,
    "6": S.RETURNING,
    "4": S.RETURNED,
    "401": S.CANCELLED,
}  # fmt: skip
# All details of "2" are reasons why it was not handed over.
_FAILED = re.compile(r"2\d\d", re.ASCII)
_STANDARD = (Service("standard", {"zh": "标准", "en": "Standard"}),)
_FOLLOWED = (
    ("sto", "申通快递", "STO", "shentong"),
    ("zto", "中通快递", "ZTO", "zhongtong"),
    ("yto", "圆通速递", "YTO", "yuantong"),
    ("yunda", "韵达快递", "Yunda", "yunda"),
    ("jd", "京东物流", "JD Logistics", "jd"),
    ("jtexpress", "极兔速递", "J&T Express", "jtexpress"),
    ("ems", "中国邮政 EMS", "China Post EMS", "ems"),
    ("deppon", "德邦快递", "Deppon", "debangkuaidi"),
)


def status_of(code: str) -> str:
    """Ours, or empty for a code that nobody knows."""
    return S.ATTEMPT_FAILED if _FAILED.fullmatch(code) else _STATUSES.get(code, "")


def followed_carriers(adapter: str) -> tuple[Carrier, ...]:
    """Off until staff switch them on; people write their waybills."""
    return tuple(
        Carrier(code, {"zh": zh, "en": en}, adapter, company=company, enabled=False, services=_STANDARD)
        for code, zh, en, company in _FOLLOWED
    )
