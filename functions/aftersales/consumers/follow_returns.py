"""Queue `returns`: cases, complaints, surveys and recalls that are due, cases whose money is to go, and refunds that went or did not."""

from __future__ import annotations

import json
from typing import Any

from functions.aftersales.complaints.keep_complaint import escalate_due
from functions.aftersales.recalls.answer_recall import note_remedied
from functions.aftersales.recalls.find_buyers import find_buyers
from functions.aftersales.returns.exchanges.follow_exchange import note_covered, note_ended
from functions.aftersales.returns.exchanges.give_behind import give_behind
from functions.aftersales.returns.pay_back import note_failed, note_refund, pay_back
from functions.aftersales.returns.repair_steps import note_quote
from functions.aftersales.returns.run_due import run_due
from functions.aftersales.surveys.run_survey import note_requested, send_due
from functions.aftersales.withdrawing.by_number import take_in
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.events.contracts.case_orders import CaseOrderCovered, CaseOrderEnded
from functions.shared.events.contracts.orders import OrderRefunded, OrderRefundFailed
from functions.shared.events.contracts.promotions import SurveyRequested
from functions.shared.events.contracts.recalls import RecallOpened
from functions.shared.events.contracts.returns import (
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnInspected,
    ReturnRefunded,
    ReturnReshipped,
    ReturnRuled,
    ReturnSent,
    ReturnSentBack,
    ReturnWithdrawn,
)
from functions.shared.events.contracts.shipments import ShipmentCameBack
from functions.shared.events.contracts.withdrawals import OrderWithdrawalStated
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of, from_queue
from functions.shared.outside.time_left import in_time

_PAYS = 20.0
"""Seconds: a refund asks its provider."""
_MAY_PAY = frozenset(one.TYPE for one in (ReturnApproved, ReturnInspected, ReturnRuled, ReturnSent, ReturnWithdrawn))
"""After these, money of a case may go back."""


_REMEDIES = frozenset(one.TYPE for one in (ReturnRefunded, ReturnReshipped, ReturnSentBack))
"""What a buyer chose in a recall was brought."""
_FREES = {ReturnCancelled.TYPE: ReturnCancelled, ReturnClosed.TYPE: ReturnClosed}
"""Pieces of a case may be in none again."""


@in_time
def follow_returns(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, _one, consumer="returns", needs=_PAYS)


def _one(record: SqsRecord) -> None:
    body = json.loads(record["body"])
    if "case" in body:
        run_due(body["case"])
    elif "complaint" in body:
        escalate_due(body["complaint"])
    elif "survey" in body:
        send_due(body["survey"])
    elif "recall" in body:
        find_buyers(body["recall"])
    else:
        _heard(from_queue(record))


def _heard(envelope: Envelope) -> None:
    if envelope.type in _REMEDIES:
        note_remedied(envelope.subject)
    elif envelope.type == SurveyRequested.TYPE:
        note_requested(data_of(envelope, SurveyRequested))
    elif envelope.type == RecallOpened.TYPE:
        find_buyers(envelope.subject)
    elif envelope.type in _MAY_PAY:
        run_due(envelope.subject)
    elif envelope.type == OrderWithdrawalStated.TYPE:
        take_in(data_of(envelope, OrderWithdrawalStated))
    elif envelope.type == OrderRefunded.TYPE:
        if not note_refund(envelope.subject, envelope.data["refund_id"]):
            given = data_of(envelope, OrderRefunded)
            give_behind(envelope.subject, given.refund_id, {line.line_id: line.quantity for line in given.lines})
    elif envelope.type == ShipmentCameBack.TYPE:
        parcel = data_of(envelope, ShipmentCameBack)
        give_behind(parcel.order_id, parcel.shipment_id, {line.line_id: line.quantity for line in parcel.lines})
    elif envelope.type in _FREES:
        ended = data_of(envelope, _FREES[envelope.type])
        give_behind(ended.order_id, ended.return_id, {line.line_id: line.quantity for line in ended.lines})
    elif envelope.type == CaseOrderCovered.TYPE:
        note_covered(envelope.data["case_id"])
        note_quote(envelope.data["case_id"], paid=True)
        pay_back(envelope.data["case_id"])
    elif envelope.type == CaseOrderEnded.TYPE:
        note_ended(envelope.data["case_id"], envelope.data["reason"])
        note_quote(envelope.data["case_id"], paid=False)
        pay_back(envelope.data["case_id"])
    elif envelope.type == OrderRefundFailed.TYPE:
        note_failed(envelope.subject, envelope.data["refund_id"])
