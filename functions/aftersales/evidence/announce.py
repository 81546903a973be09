"""A file of evidence is announced for an order; its bytes go straight to the bucket."""

from __future__ import annotations

from datetime import timedelta

from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.evidence_files import EvidenceFile, evidence_body
from functions.aftersales.store.records import EVIDENCE_SK, EvidenceRecord, UploadsRecord, evidence_pk, order_pk
from functions.orders import bought_pieces
from functions.shared.outside import clock, fresh
from functions.shared.outside.objects import Form, upload_form
from functions.shared.plain import times
from functions.shared.plain.errors import TooManyRequests
from functions.shared.store.transactions import Remember, Update, put_new, transact

LARGEST = 20 * 1024 * 1024
MOST_A_DAY = 60
_LENT = timedelta(hours=1)
_HOUR = 3600


def announce(
    order_id: str, filename: str, content_type: str, asking: Asking, *, remember: Remember[EvidenceFile, Form]
) -> tuple[EvidenceFile, Form]:
    """Raises NotFound, TooManyRequests (429 `too_many_uploads`)."""
    bought = bought_pieces(order_id, caller=asking.caller, order_token=asking.order_token)
    if not bought.is_buyer:
        asking.caller.require("orders.write")
    now = clock.now()
    file = EvidenceFile(fresh.new_id("med"), order_id, filename, content_type, times.iso(now))
    form = upload_form(file.key, content_type=content_type, max_size=LARGEST, lasts=_LENT)
    count = UploadsRecord.announced
    day = Update(
        UploadsRecord,
        order_pk(order_id),
        f"UPLOADS#{now:%Y-%m-%d}",
        [count.add(1), UploadsRecord.kind.set("uploads"), UploadsRecord.ttl.set(int((now + timedelta(days=2)).timestamp()))],
        count.does_not_exist() | (count < MOST_A_DAY),
        TooManyRequests(f"{MOST_A_DAY} files a day are the most.", retry_after=_HOUR, code="too_many_uploads"),
    )
    record = EvidenceRecord(pk=evidence_pk(file.id), sk=EVIDENCE_SK, kind="evidence", body=evidence_body(file))
    transact([put_new(record), day, *remember(file, form)])
    return file, form
