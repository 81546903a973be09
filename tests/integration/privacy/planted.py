"""Values with a mark, put where the shop keeps what people tell it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind, ReturnState
from functions.aftersales.model.complaint import About, Complaint, ComplaintState, Said
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.model.survey import Survey, SurveyOf, SurveyState
from functions.aftersales.store.complaints import complaint_put
from functions.aftersales.store.evidence_files import EvidenceFile
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.surveys import survey_id_of, survey_put
from functions.catalog.model.media import Media
from functions.catalog.model.review import Draft, FollowUp, MerchantReply, Review
from functions.catalog.reviews.review_writes import review_record
from functions.catalog.store.media_records import MediaRecord, UploadsRecord
from functions.catalog.store.review_records import BoughtRecord, ReviewEditRecord, edit_sk, review_pk
from functions.customers.model.customer import Address, Customer
from functions.customers.model.one_time_code import Purpose
from functions.customers.model.registration import Registration
from functions.customers.store.login_keys import claim_places, code_places, registration_places
from functions.customers.store.records import (
    AddressRecord,
    ClaimRecord,
    CodeRecord,
    CustomerRecord,
    RegistrationRecord,
    address_sk,
    customer_pk,
)
from functions.customers.store.sealed_bodies import address_body, customer_body
from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.title import Title, TitleBook, TitleKind
from functions.invoices.store.documents import Account, account_put, document_put
from functions.invoices.store.records import InvoicesTable, titles_pk
from functions.notifications.model.channel import Outgoing
from functions.notifications.model.devices import Device
from functions.notifications.model.message import Message, State
from functions.notifications.store.devices import register as register_device
from functions.notifications.store.inbox import put_entry
from functions.notifications.store.records import NotificationsTable
from functions.orders.model.cart import Cart
from functions.orders.model.order_refund import OrderCompensation, OrderRefund
from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.store.number import email_key, number_record
from functions.orders.store.records import CartRecord, OrdersTable, cart_pk, customer_key, order_pk
from functions.orders.store.refund_records import compensation_record, refund_record
from functions.orders.store.shipments import waybill_key
from functions.payments.model.attempt import Attempt
from functions.payments.model.dispute import Dispute
from functions.payments.model.dispute import EvidenceFile as EvidenceFileOfDispute
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund
from functions.payments.store.put_aside import PutAside
from functions.payments.store.records import (
    DisputeRecord,
    PaymentRecord,
    ProviderEventRecord,
    PutAsideRecord,
    QuarantineRecord,
    RefundRecord,
)
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import fresh
from functions.shared.outside.objects import put_object
from functions.shared.plain.bodies import dump
from functions.shared.plain.ids import derived_id
from functions.shared.plain.money import Money
from functions.shared.plain.postal_address import Address as PostalAddress
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shared.store.transactions import Put, transact
from tests.integration.privacy.planted_posts import put_posts
from tests.support.orders import an_order, store_order

MARK = "zqxvjkwb"
_numbers = count()
AT = "2026-01-05T08:00:00.000Z"


def said(what: str = "") -> str:
    return f"{MARK}{next(_numbers):04}{what}"


def planted() -> int:
    return next(_numbers)


def plant(customer_id: str, email: str) -> None:
    """What is of the person themselves."""
    customer = Customer(customer_id, email, said(), "zh", AT, said(), said(), {"a": said()}, {"b": said()}, {"c": said()}, {"d": said()})
    CustomerRecord(pk=customer_pk(customer_id), sk="CUSTOMER", kind="customer", body=customer_body(customer), addresses=15).save()
    for _ in range(15):
        one = Address(fresh.new_id("adr"), said(), said(), "CN", said(), said(), said(), said(), said(), AT, said(), said("@example.com"))
        AddressRecord(pk=customer_pk(customer_id), sk=address_sk(one.id), kind="address", body=address_body(customer_id, one)).save()
    registration = Registration(fresh.new_id("reg"), email, said(), "zh", "123456", "h", "s", "p", "x", "2030-01-01T00:00:00.000Z")
    pk = f"REG#{registration.id}"
    RegistrationRecord(pk=pk, sk=pk, kind="registration", body=dump(registration), state="open").save()
    for place in registration_places(email):
        RegistrationRecord(pk=place, sk=pk, kind="registration_of_login").save()
        RegistrationRecord(pk=place, sk="HOUR#2026-01-05T08", kind="registrations_of_hour", tries=1).save()
    for claim in claim_places(email):
        ClaimRecord(pk=claim, sk=claim, kind="login_claim", body=customer_id).save()
    for place in code_places(Purpose.SIGN_IN, email):
        CodeRecord(pk=place, sk="HOUR#2026-01-05T08", kind="codes_of_hour", tries=1).save()
    cart = Cart(fresh.new_id("cart"), "CNY", customer_id, said("@example.com"), address=_address(), metadata={"x": said()})
    CartRecord(pk=cart_pk(cart.id), sk="CART", kind="cart", body=dump(cart), gsi1pk=customer_key(customer_id), gsi1sk=cart.id).save()
    titles = TitleBook({"tit_1": Title(TitleKind.PERSONAL, said(), "", said(), said(), said(), said())})
    InvoicesTable(pk=titles_pk(customer_id), sk="TITLES", kind="titles", body=dump(titles)).save()
    BoughtRecord(pk=f"BUYER#{customer_id}", sk="prod_0#ord#line", kind="bought", body="{}").save()
    review = Review(fresh.new_id("rev"), "prod_0", 4, said(), AT, said(), [said()], customer_id=customer_id)
    review = replace(review, follow_up=FollowUp(said(), [said()], AT), metadata={"m": said()}, reply=MerchantReply(said(), AT, "cus_1"))
    waits = replace(review, pending=Draft(5, said(), said(), [said()], AT, FollowUp(said(), [], AT)))
    before = ReviewEditRecord(review_pk(review.id), edit_sk(1), kind="review_edit", body=dump(review))
    transact([Put(review_record(waits)), Put(before)])
    put_posts(customer_id, review.id, said)
    _media(customer_id)
    _complaint(customer_id)
    register_device(Device("phone0001", customer_id, "push", said(), AT), remember=lambda _: [])
    put_entry(customer_id, Outgoing("msg_1", "order.paid", "zh", {"title": said(), "text": said()}, customer_id))
    message = Message("msg_1", "", "evt_1", "customer.registered", "email", said(), "zh", State.SENT, AT)
    NotificationsTable(pk=f"CUS#{customer_id}", sk="MSG#1", kind="message", body=dump(message)).save()


def plant_order(customer_id: str | None, *, status: str = "completed", email: str = "") -> str:
    """An order and what hangs on it."""
    plain = an_order(quantities=(2, 1), customer_id=customer_id)
    lines = [replace(line, metadata={"engraving": said()}) for line in plain.lines]
    order = replace(
        plain, number=f"26{fresh.new_id('ord')[-8:]}", address=_address(email), note=said(), lines=lines, metadata={"gift": said()},
        private_metadata={"p": said()}, fields={"f": said()}, private_fields={"g": said()}, placed_at=AT,
    )  # fmt: skip
    store_order(order, status)
    if customer_id:
        OrdersTable.get(order_pk(order.id), "ORDER").update([OrdersTable.gsi1pk.set(customer_key(customer_id)), OrdersTable.gsi1sk.set(AT)])
    number_record(order).save()
    paid = OrderPaid(order=order.summary(), payment_id="pay_1", paid_at=AT)
    told = event_put(OrdersTable, order_pk(order.id), paid, subject=order.id, actor=Actor("guest", ""), **order.told)
    told.record.gsi2pk, told.record.gsi2sk = email_key(order.address.email or ""), AT
    trace = [TraceEvent(AT, TrackingStatus.IN_TRANSIT, said(), said())]
    pieces = [ShipmentLine("line_0", "var_0", "SKU-0", 2)]
    parcel = Shipment(
        fresh.new_id("shp"), order.id, order.number, "sandbox", pieces, AT, "2026-01-09", "SBX1", events=trace, collect_code=said(),
        metadata={"s": said()}, status=TrackingStatus.IN_TRANSIT,
    )  # fmt: skip
    kept = OrdersTable(
        pk=order_pk(order.id), sk=f"SHP#{parcel.id}", kind="shipment", body=dump(parcel), gsi1pk=waybill_key("sandbox", "SBX1"),
        gsi1sk=parcel.id,
    )  # fmt: skip
    transact([told, Put(kept)])
    transact(
        [
            Put(refund_record(order.id, OrderRefund("ref_1", "pay_1", 100, AT, reason=said()))),
            Put(compensation_record(order.id, OrderCompensation("cmp_1", "money", 100, "CNY", said(" was kept waiting"), AT, "cus_staff"))),
        ]
    )
    _payment(order.id, order.number, customer_id)
    _case(order.id, order.number, customer_id or "")
    _invoice(order.id, order.number)
    message = Message("msg_2", order.id, "evt_2", "order.paid", "email", said(), "zh", State.SENT, AT)
    NotificationsTable(pk=f"ORD#{order.id}", sk="MSG#2", kind="message", body=dump(message)).save()
    return order.id


def _address(email: str = "") -> PostalAddress:
    return PostalAddress(said(), "+8613912345678", "CN", "浙江省", said(), said(), said(), said(), email or said("@example.com"))


def _complaint(customer_id: str) -> None:
    words = [Said("buyer", AT, said()), Said("staff", AT, said())]
    complaint = Complaint(fresh.new_id("cpl"), "C1", About.SELLER, "x", "", customer_id, AT, words, ComplaintState.CLOSED)
    transact([complaint_put(complaint)])
    of = SurveyOf("complaint", complaint.id, "", customer_id)
    transact([survey_put(Survey(survey_id_of(of), of, "", SurveyState.ANSWERED, AT, AT, 4, said(), AT))])


def _payment(order_id: str, number: str, customer_id: str | None) -> None:
    attempt = Attempt(
        fresh.new_id("pay"), order_id, number, customer_id, "sandbox", "a", "card", "auto", Money(135_800, "CNY"), said(), "zh", AT, AT,
        metadata={"m": said()}, private_metadata={"n": said()},
    )  # fmt: skip
    PaymentRecord(
        pk=f"PAY#{attempt.id}", sk="PAYMENT", kind="payment", body=dump(attempt), status="captured", next_action=said(),
        gsi1pk=f"ORD#{order_id}", gsi1sk=AT,
    ).save()  # fmt: skip
    refund = Refund(fresh.new_id("ref"), attempt.id, order_id, Money(100, "CNY"), said(), "cus_staff", AT, metadata={"r": said()})
    RefundRecord(pk=f"PAY#{attempt.id}", sk=f"REF#{refund.id}", kind="refund", body=dump(refund), status="succeeded").save()
    _dispute(attempt.id, order_id)


def _dispute(payment_id: str, order_id: str) -> None:
    """With a message that was put aside, about which staff wrote something."""
    money = Money(100, "CNY")
    told = ProviderEvent("e", EventType.CHARGE_BACK, payment_id, "dp_1", None, money, None, "a", AT, "")
    ProviderEventRecord(pk=f"PAY#{payment_id}", sk="PEV#1", kind="provider_event", body=dump(told)).save()
    dispute_id = derived_id("dsp", payment_id, "dp_1")
    file = EvidenceFileOfDispute("fls_1", said(".pdf"), "application/pdf")
    dispute = Dispute(dispute_id, payment_id, order_id, "sandbox", "dp_1", money, "fraud", AT, AT, {"delivered_to": said()}, [file])
    DisputeRecord(pk=f"DSP#{dispute_id}", sk="DISPUTE", kind="dispute", body=dump(dispute), status="open", version=1).save()
    put_object(f"disputes/{dispute_id}/fls_1", said().encode(), "application/pdf")
    QuarantineRecord(pk=f"PAY#{payment_id}", sk="QUA#d", kind="quarantine", body=dump(told)).save()
    aside = PutAside(derived_id("qtn", payment_id, "d"), "sandbox", "amount_mismatch", AT, payment_id, order_id, told)
    PutAsideRecord(pk=f"QTN#{aside.id}", sk="PUT_ASIDE", kind="put_aside", status="applied", body=dump(aside), decision=said()).save()


def _media(customer_id: str) -> None:
    """What they uploaded, and showed nowhere."""
    media = Media(fresh.new_id("med"), said(".jpg"), "image/jpeg", AT, customer_id, {})
    MediaRecord(pk=f"MED#{media.id}", sk="MEDIA", kind="media", body=dump(media), status="ready", owner=customer_id).save()
    UploadsRecord(pk=f"BUYER#{customer_id}", sk=f"MEDIA#{media.id}", kind="media_of").save()
    for key in (f"uploads/media/{media.id}", f"media/{media.id}/640.webp"):
        put_object(key, said().encode(), "image/webp")


def _case(order_id: str, number: str, customer_id: str) -> None:
    media = EvidenceFile(fresh.new_id("med"), order_id, said(".png"), "image/png", AT)
    AftersalesTable(pk=f"MED#{media.id}", sk="EVIDENCE", kind="evidence", body=dump(media)).save()
    put_object(media.key, said().encode(), "image/png")
    unused = EvidenceFile(fresh.new_id("med"), order_id, said(".png"), "image/png", AT)
    AftersalesTable(pk=f"MED#{unused.id}", sk="EVIDENCE", kind="evidence", body=dump(unused)).save()
    put_object(unused.key, said().encode(), "image/png")
    put_object("documents/label.pdf", said().encode(), "application/pdf")
    lost = CaseLine(
        "line_0", "var_0", "SKU-0", 1, Reason.CHANGED_MIND, Clause("all", 14, "", Freight.BUYER, 0), lost=1, lost_because=said()
    )
    case = Case(
        fresh.new_id("ret"), order_id, number, customer_id, ReturnKind.REFUND_ONLY, [lost], "CNY", 0, AT, ReturnState.CLOSED, note=said(),
        evidence=[media.id], answer=said(), offer_note=said(), ruling=said(),
    )  # fmt: skip
    AftersalesTable(pk=f"RET#{case.id}", sk="CASE", kind="case", body=dump(case)).save()
    AftersalesTable(pk=f"ORD#{order_id}", sk="CASES", kind="pieces", body=dump(CasePieces(order_id, {case.id: {}}))).save()


def _invoice(order_id: str, number: str) -> None:
    buyer = Party(said(), said(), said(), said(), "", "CN", "", "", said("@example.com"), said())
    document = Document(
        fresh.new_id("inv"), Kind.INVOICE, f"I{number}", "e", order_id, number, "CNY", "zh", AT, AT[:10], AT[:10], Party("Shop"), buyer, [],
        "order",
    )  # fmt: skip
    transact([account_put(Account(order_id, []), [document]), document_put(document)])
    put_object(f"invoices/{document.id}/digest.pdf", said().encode(), "application/pdf")
