"""The waybill by which goods come back is asked of its courier, or given up there, once; who does not answer is asked again."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.return_label import LabelRule, ReturnLabel
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.store.cases import as_written, case_writes, find_case
from functions.aftersales.store.records import AftersalesTable, case_pk
from functions.aftersales.store.rules import case_rules
from functions.orders import bought_pieces
from functions.shared.events.contracts.returns import ReturnLabelReady
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Invalid, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Write, transact
from functions.shipping import Ability, Content, Measures, Waybill, WaybillRef, WaybillRequest, carrier, writer_of


def see_to_label(case_id: str) -> None:
    """Nothing, unless something is to be asked. What the carrier refuses leaves the buyer the address, and a waybill of their own."""
    written: list[Waybill] = []

    def attempt() -> None:
        case = find_case(case_id)
        if case is None or case.label is None or not case.label_due:
            return
        if case.label.unwanted:
            number = case.label.waybill or (written[-1].number if written else "")
            after, told = _voided(case, case.label, number), list[Write]()
        else:
            after = _booked(case, case.label, written)
            told = [_ready(case, after)] if after.waybill else []
        transact([*case_writes(case, replace(case, label=after)), *told])
        fact("case.label", case_id=case.id, order_id=case.order_id, carrier=after.carrier, refused=after.refused, voided=after.voided)

    try:
        again(attempt)
    except Overtaken:
        raise
    except Unavailable:
        # The next sweep asks again, with the same key.
        fact("case.label_waits", case_id=case_id)


def _booked(case: Case, label: ReturnLabel, written: list[Waybill]) -> ReturnLabel:
    rule = case_rules()[0].label
    if rule is None or rule.carrier != label.carrier:
        return replace(label, refused="no_return_carrier")
    try:
        found = carrier(label.carrier)
        if not found.enabled:
            raise Conflict("The carrier is switched off.", code="carrier_disabled")
        courier = writer_of(found)
        if not courier.able(Ability.WAYBILL):
            raise Conflict("This carrier's waybills are written by hand.", code="waybill_required")
        made = courier.create_waybill(_request(case, rule, found.company, found.adapter))
    except (Conflict, Invalid) as refused:
        return replace(label, refused=refused.code)
    written.append(made)
    asked = made.amount if made.amount is not None and made.currency == case.currency else 0
    charge = asked if label.charge is None else label.charge
    return replace(label, waybill=made.number, label_url=made.label_url, charge=charge)


def _request(case: Case, rule: LabelRule, company: str, adapter: str) -> WaybillRequest:
    order = bought_pieces(case.order_id, caller=SHOP, order_token=None).order
    lines = {line.line_id: line for line in order.lines}
    contents = [
        Content(one.sku, next(iter(lines[one.line_id].title.values()), one.sku), one.quantity, lines[one.line_id].unit_price)
        for one in case.lines
    ]
    weight = sum(lines[one.line_id].weight_g * one.quantity for one in case.lines)
    # News of what comes back concerns no parcel of an order: couriers that want an address for them get one that takes all.
    notify = f"{settings().public_base_url}/v1/webhooks/couriers/{adapter}"
    return WaybillRequest(
        key=case.id,
        shipment_id=case.id,
        order_number=order.number,
        receiver=rule.receiver,
        service=rule.service,
        company=company,
        sender=order.address,
        measures=Measures(weight),
        currency=order.currency,
        contents=contents,
        notify_url=notify,
    )


def _voided(case: Case, label: ReturnLabel, number: str) -> ReturnLabel:
    """One that was never written is asked about by its key: it may have been, when nobody heard the answer."""
    try:
        found = carrier(label.carrier)
        courier = writer_of(found)
        if not courier.able(Ability.CANCEL):
            return replace(label, voided="by_hand")
        answer = courier.cancel(WaybillRef(number, case.id, case.id, found.company))
    except (Conflict, Invalid) as refused:
        return replace(label, voided=refused.code)
    return replace(label, voided="done" if answer.done else answer.reason or "refused")


def _ready(case: Case, label: ReturnLabel) -> Write:
    told = ReturnLabelReady(case.id, case.order_id, case.number, case.kind.value, case.state.value, label.carrier, label.waybill)
    return event_put(AftersalesTable, case_pk(case.id), told, subject=case.id, actor=SYSTEM, cause=f"label {as_written(case).version}")
