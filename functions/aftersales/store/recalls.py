"""Recalls and their notices as they are stored: each written under its version only; of an order there is one notice per recall,
and another one for what was sent after it."""

from __future__ import annotations

import zlib
from dataclasses import replace

from pynamodb.expressions.update import Action

from functions.aftersales.model.recall import Notice, NoticeState, Recall, read_signed_notice, signed_notice
from functions.aftersales.store.due import SHARDS
from functions.aftersales.store.records import (
    COUNTS_SK,
    NOTICE_SK,
    RECALL_SK,
    RECALLS,
    NoticeRecord,
    RecallRecord,
    notice_pk,
    notices_in,
    recall_pk,
)
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Update, Write
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Counts:
    told: int = 0
    answered: int = 0
    remedied: int = 0


@dataclass(frozen=True)
class RecallNews:
    """What a message needs to tell a buyer."""

    order_id: str
    link: str


def get_recall(recall_id: str) -> Recall:
    """Raises NotFound."""
    record = find(RecallRecord, recall_pk(recall_id), RECALL_SK) if ids.is_id("rcl", recall_id) else None
    if record is None:
        raise NotFound("There is no such recall.")
    return _recall(record)


def recall_put(recall: Recall) -> Write:
    """A new one or the next version. The transaction raises Overtaken."""
    body = dump(replace(recall, version=0))
    record = RecallRecord(pk=recall_pk(recall.id), sk=RECALL_SK, kind="recall", version=recall.version + 1, body=body)
    record.listed_pk, record.listed_sk = place(RECALLS, f"{recall.opened_at}#{recall.id}", of=recall.id)
    if recall.due:
        record.due_pk, record.due_at = f"DUE#{zlib.crc32(recall.id.encode()) % SHARDS}", recall.due
    return locked_put(record, recall.version)


def list_recalls(*, limit: int, cursor: str | None) -> pages.Page[Recall]:
    """Oldest first."""
    page = listed_page(RecallRecord, RECALLS, query={"list": "recalls"}, limit=limit, cursor=cursor)
    return pages.Page([_recall(record) for record in page.data], page.next_cursor)


def counts_of(recall_id: str) -> Counts:
    record = find(RecallRecord, recall_pk(recall_id), COUNTS_SK)
    return Counts(*(int(value) for value in (record.told, record.answered, record.remedied))) if record else Counts()


def count_write(recall_id: str, *, told: int = 0, answered: int = 0, remedied: int = 0) -> Write:
    given = [(RecallRecord.told, told), (RecallRecord.answered, answered), (RecallRecord.remedied, remedied)]
    actions: list[Action] = [RecallRecord.kind.set("recall_counts"), *(name.add(n) for name, n in given if n)]
    return Update(RecallRecord, recall_pk(recall_id), COUNTS_SK, actions)


def notice_id_of(recall_id: str, order_id: str, number: int = 1) -> str:
    """`number`: the second and later ones tell of what was sent after the one before."""
    return ids.derived_id("ntc", recall_id, order_id, *([] if number == 1 else [str(number)]))


def find_notice(notice_id: str) -> Notice | None:
    record = find(NoticeRecord, notice_pk(notice_id), NOTICE_SK) if ids.is_id("ntc", notice_id) else None
    return _notice(record) if record else None


def notice_put(notice: Notice) -> Write:
    """A new one or the next version. The transaction raises Overtaken."""
    body = dump(replace(notice, version=0))
    record = NoticeRecord(pk=notice_pk(notice.id), sk=NOTICE_SK, kind="notice", version=notice.version + 1, body=body)
    record.listed_pk, record.listed_sk = place(notices_in(notice.recall_id, notice.state.value), notice.id)
    return locked_put(record, notice.version)


def list_notices(recall_id: str, state: NoticeState, *, limit: int, cursor: str | None) -> pages.Page[Notice]:
    query = {"list": "notices", "of": recall_id, "state": state.value}
    page = listed_page(NoticeRecord, notices_in(recall_id, state.value), query=query, limit=limit, cursor=cursor)
    return pages.Page([one for record in page.data if (one := _notice(record)).state is state], page.next_cursor)


def opened_notice(text: str) -> Notice:
    """By the link of its mail. Raises NotFound alike for what was never a link, or was signed by nobody of ours."""
    notice_id = read_signed_notice(text, _secrets())
    notice = find_notice(notice_id) if notice_id else None
    if notice is None:
        raise NotFound("There is no such notice.")
    return notice


def recall_news(notice_id: str) -> RecallNews:
    """Raises NotFound, Unavailable while there is no key to sign with. One GetItem."""
    notice = find_notice(notice_id)
    if notice is None:
        raise NotFound("There is no such notice.")
    return RecallNews(notice.order_id, f"{settings().public_base_url}/o/recall/{signed_notice(notice.id, _secrets()[0])}")


def _secrets() -> list[str]:
    keys = provider_keys(settings().secret_links, "order_links")
    if not keys:
        raise Unavailable("This stage has no key for links yet.", retry_after=60, code="misconfigured")
    return [key.secret for key in keys]


def _recall(record: RecallRecord) -> Recall:
    return replace(load(Recall, record.body), version=int(record.version))


def _notice(record: NoticeRecord) -> Notice:
    return replace(load(Notice, record.body), version=int(record.version))
