"""A notice as whoever has its link sees it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.model.recall import Notice
from functions.aftersales.recalls.choices import choices
from functions.aftersales.recalls.schemas import NoticeShown
from functions.aftersales.store.cases import find_case
from functions.aftersales.store.recalls import get_recall
from functions.shared.plain.i18n import localized


def shown_notice(notice: Notice, languages: Sequence[str]) -> NoticeShown:
    recall = get_recall(notice.recall_id)
    case = find_case(notice.case_id) if notice.case_id else None
    chosen = case is not None and case.state not in (ReturnState.CANCELLED, ReturnState.REJECTED)
    open_to = [] if chosen else choices(notice, recall)
    texts = {name: localized(getattr(recall, name), languages) for name in ("product", "hazard", "action", "lot")}
    return NoticeShown(
        recall_id=recall.id,
        number=notice.number,
        **texts,
        remedies=recall.remedies if chosen else open_to,
        goods_back=recall.goods_back,
        phone=recall.phone or None,
        url=recall.url or None,
        email=recall.email or None,
        open=bool(open_to),
        remedy=notice.remedy if chosen else None,
        return_id=notice.case_id if chosen else None,
    )
