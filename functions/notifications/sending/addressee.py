"""Who an event's message goes to, and under what it is logged: an order's buyer, a customer, or whom the shop named."""

from __future__ import annotations

from dataclasses import replace

from functions.access import invitation_mail, staff_contact
from functions.aftersales import case_news, complaint_news, recall_news, survey_news
from functions.catalog import product_titles
from functions.customers import change_notice, code_message, customer_contact, registration_mail
from functions.invoices import fapiao_file
from functions.loyalty import level_name
from functions.notifications.model.message_link import Does
from functions.notifications.model.purpose import Purpose
from functions.notifications.sending.addressed import Addressee
from functions.notifications.sending.asked import REQUESTED
from functions.notifications.sending.card_values import card_values
from functions.notifications.sending.wording import goods_shown, language_for, time_text
from functions.notifications.store.message_links import link_for
from functions.notifications.store.preferences import subscriber_of
from functions.notifications.store.records import (
    code_pk,
    customer_pk,
    endpoint_pk,
    gift_card_pk,
    invitation_pk,
    order_pk,
    registration_pk,
    seller_pk,
    stock_pk,
)
from functions.orders import contact, parcel_news
from functions.payments import coupon_news
from functions.shared.events.contracts.catalog import QuestionAnswered, QuestionAsked
from functions.shared.events.contracts.complaints import SurveySent
from functions.shared.events.contracts.customers import CodeRequested, ContactChanged, RegistrationRequested, SubscriptionRequested
from functions.shared.events.contracts.invoices import FapiaoIssued, FapiaoLoginExpired, InvoiceIssued
from functions.shared.events.contracts.order_notes import OrderCompensated
from functions.shared.events.contracts.orders import OrderShipped
from functions.shared.events.contracts.payments import PaymentFailed
from functions.shared.events.contracts.points import GiftCardSent
from functions.shared.events.contracts.promotions import CouponClaimed, CouponExpiring, CouponReturned, CouponRevoked
from functions.shared.events.contracts.recalls import RecallTold
from functions.shared.events.contracts.returns import ReturnLabelReady
from functions.shared.events.contracts.shipments import ShipmentDelayed, ShipmentHandedOver, ShipmentReady
from functions.shared.events.contracts.staff import FindingTold, ReportMade, StaffInvited, WebhookEndpointDisabled
from functions.shared.events.contracts.stock import StockLow
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.i18n import localized
from functions.shared.plain.settings import settings as shop_settings
from functions.shipping import find_carrier
from functions.stock import stock_settings

_OF_CASES, _OF_COMPLAINTS, _OF_FACTORS = "return.", "complaint.", "factor."
_OF_EXTERNAL, _OF_POINTS, _OF_LEVELS = "external_login.", "points.", "level."


def addressee_of(envelope: Envelope) -> Addressee:
    """Raises NotFound for an order that is not there."""
    if envelope.type == REQUESTED:
        return _person(envelope.data["person"])
    if envelope.type in (CouponClaimed.TYPE, CouponExpiring.TYPE, CouponRevoked.TYPE):
        return _customer(envelope.data["customer_id"])
    if envelope.type.startswith(_OF_POINTS):
        order_id = envelope.data.get("order_id")
        return replace(_customer(envelope.data["customer_id"]), number=contact(order_id).number if order_id else "")
    if envelope.type in (InvoiceIssued.TYPE, PaymentFailed.TYPE, CouponReturned.TYPE):
        return _buyer(envelope.data["order_id"])
    if envelope.type == GiftCardSent.TYPE:
        return _given(data_of(envelope, GiftCardSent))
    if envelope.type == StockLow.TYPE:
        settings = stock_settings()
        return Addressee(stock_pk(envelope.subject), settings.email or None, "", settings.language)
    if envelope.type.startswith(_OF_LEVELS):
        member = _customer(envelope.data["customer_id"])
        name = localized(level_name(envelope.data["level"]), [language_for(member.language)])
        return replace(member, values={"title": name or ""})
    if envelope.type == QuestionAsked.TYPE:
        settings = stock_settings()
        shop = Addressee(seller_pk(envelope.subject), settings.email or None, "", settings.language)
        return _of_product(shop, data_of(envelope, QuestionAsked).product_id)
    if envelope.type == QuestionAnswered.TYPE:
        answered = data_of(envelope, QuestionAnswered)
        return _of_product(_customer(answered.customer_id), answered.product_id)
    if envelope.type == FapiaoLoginExpired.TYPE:
        # Told to whom the shop named for what its staff have to see to.
        settings = stock_settings()
        return Addressee(seller_pk(envelope.subject), settings.email or None, "", settings.language)
    if envelope.type == WebhookEndpointDisabled.TYPE:
        settings = stock_settings()
        return Addressee(endpoint_pk(envelope.subject), settings.email or None, "", settings.language)
    if envelope.type == FindingTold.TYPE:
        return _working(data_of(envelope, FindingTold).person)
    if envelope.type == ReportMade.TYPE:
        return _working(data_of(envelope, ReportMade).person)
    if envelope.type == FapiaoIssued.TYPE:
        issued = data_of(envelope, FapiaoIssued)
        buyer = _buyer(issued.order_id)
        return replace(buyer, values={**buyer.values, "fapiao_link": fapiao_file(issued.fapiao_id)})
    if envelope.type == RegistrationRequested.TYPE:
        return _registering(envelope.subject)
    if envelope.type == CodeRequested.TYPE:
        return _proving(envelope.subject)
    if envelope.type == ContactChanged.TYPE:
        return _moved(data_of(envelope, ContactChanged))
    if envelope.type == StaffInvited.TYPE:
        return _invited(envelope.subject)
    if envelope.type == SubscriptionRequested.TYPE:
        return _subscribing(data_of(envelope, SubscriptionRequested))
    if envelope.type.startswith((_OF_FACTORS, _OF_EXTERNAL)):
        return _account(envelope.subject)
    if envelope.type == ShipmentHandedOver.TYPE:
        left = data_of(envelope, ShipmentHandedOver)
        return _buyer(left.order_id, left.shipment_id)
    if envelope.type == ShipmentDelayed.TYPE:
        delayed = data_of(envelope, ShipmentDelayed)
        return _buyer(delayed.order_id, delayed.shipment_id)
    if envelope.type == ShipmentReady.TYPE:
        ready = data_of(envelope, ShipmentReady)
        return _buyer(ready.order_id, ready.shipment_id)
    if envelope.type == OrderShipped.TYPE:
        return _buyer(envelope.subject, data_of(envelope, OrderShipped).shipment_id)
    if envelope.type == OrderCompensated.TYPE:
        buyer = _buyer(envelope.subject)
        news = coupon_news(envelope.subject, envelope.data["compensation_id"])
        given = {"coupon_code": news.code, "coupon_until": time_text(news.expires_at) if news.expires_at else ""}
        return replace(buyer, values={**buyer.values, **given})
    if envelope.type.startswith(_OF_CASES):
        buyer = _buyer(envelope.data["order_id"])
        again = envelope.data.get("replacement")
        case = case_news(envelope.subject)
        said = {
            **vars(case),
            "pay_until": time_text(case.pay_until) if case.pay_until else "",
            "replacement_number": contact(again).number if again else "",
        }
        if envelope.type == ReturnLabelReady.TYPE:
            # The case has no waybill before its goods are sent, and another one if they do not come by this.
            label = data_of(envelope, ReturnLabelReady)
            said |= {"carrier": label.carrier, "waybill": label.waybill}
        if code := str(said["carrier"]):
            carrier = find_carrier(code)
            said["carrier"] = localized(carrier.name, [language_for(buyer.language)]) if carrier else code
        return replace(buyer, values={**buyer.values, **said})
    if envelope.type == SurveySent.TYPE:
        return _asked(envelope.subject)
    if envelope.type == RecallTold.TYPE:
        recall = recall_news(envelope.subject)
        person = _buyer(recall.order_id)
        return replace(person, values={**person.values, "recall_link": recall.link})
    if envelope.type.startswith(_OF_COMPLAINTS):
        return _complaining(envelope.subject)
    return _buyer(envelope.subject)


def _of_product(person: Addressee, product_id: str) -> Addressee:
    titles = product_titles([product_id]).get(product_id, {})
    link = f"{shop_settings().public_base_url.rstrip('/')}/products/{product_id}"
    return replace(person, values={"title": localized(titles, [language_for(person.language)]) or "", "link": link})


def _customer(customer_id: str) -> Addressee:
    person = customer_contact(customer_id)
    if person is None:
        return Addressee(customer_pk(customer_id), None, "", "")
    return Addressee(
        customer_pk(customer_id), person.email, person.name, person.language, phone=person.phone, customer_id=customer_id
    )  # fmt: skip


def _person(person: str) -> Addressee:
    """A customer, or who subscribed without an account and confirmed it."""
    if not person.startswith("eml_"):
        # Who asked is told of everybody by their id, also of who is gone.
        return replace(_customer(person), customer_id=person)
    one = subscriber_of(person)
    email = one.email if one and one.confirmed_at else ""
    return Addressee(customer_pk(person), email or None, "", one.language if one else "", customer_id=person)


def _account(person_id: str) -> Addressee:
    """A customer, or somebody of the staff who never shopped."""
    if (found := _customer(person_id)).email or (staff := staff_contact(person_id)) is None:
        return found
    return replace(found, email=staff.email, name=staff.name, language=staff.language or found.language)


def _working(person_id: str) -> Addressee:
    """Nobody, once they work here no longer."""
    staff, partition = staff_contact(person_id), customer_pk(person_id)
    return Addressee(partition, staff.email if staff else None, staff.name if staff else "", (staff.language if staff else "") or "")


def _asked(survey_id: str) -> Addressee:
    """About an order, as its buyer; else as the customer whose it was."""
    news = survey_news(survey_id)
    person = _buyer(news.order_id) if news.order_id else _customer(news.customer_id)
    title = localized(news.titles, [person.language]) if news.titles else ""
    return replace(person, values={**person.values, "survey_link": news.link, "survey_title": title})


def _complaining(complaint_id: str) -> Addressee:
    """About an order, as its buyer; else as the customer who complained."""
    news = complaint_news(complaint_id)
    person = _buyer(news.order_id) if news.order_id else _customer(news.customer_id)
    return replace(person, values={**person.values, "answer": news.answer})


def _given(told: GiftCardSent) -> Addressee:
    """Whom the buyer named, else the buyer; nobody, once the card is of no use."""
    partition, values = gift_card_pk(told.card_id), card_values(told.card_id)
    buyer = _buyer(told.order_id) if told.order_id else Addressee(partition, None, "", "")
    if values is None:
        return replace(buyer, email=None, phone="", customer_id="")
    if not values["email"]:
        return replace(buyer, values={**buyer.values, **values})
    # Its buyer's preferences and number are not theirs.
    return Addressee(partition, values["email"], values["to_name"], buyer.language, buyer.order_id, is_guest=True, values=values)


def _registering(registration_id: str) -> Addressee:
    mail = registration_mail(registration_id)
    partition = registration_pk(registration_id)
    if mail is None:
        return Addressee(partition, None, "", "")
    values = {"code": mail.code, "taken": mail.taken}
    return Addressee(partition, mail.email, mail.name, mail.language, is_guest=True, values=values, phone=mail.phone)


def _proving(code_id: str) -> Addressee:
    message, partition = code_message(code_id), code_pk(code_id)
    if message is None:
        return Addressee(partition, None, "", "")
    values = {"code": message.code, "purpose": message.purpose, "minutes": message.minutes}
    return Addressee(partition, message.email, "", message.language, is_guest=True, values=values, phone=message.phone)


def _subscribing(told: SubscriptionRequested) -> Addressee:
    """The last time they asked counts; nobody, once they were erased."""
    one, partition = subscriber_of(told.person), customer_pk(told.person)
    if one is None or not one.email or one.asked != told.asked:
        return Addressee(partition, None, "", "")
    said = {"link": link_for(Does.JOIN, Purpose(told.purpose), told.person, told.asked)}
    return Addressee(partition, one.email, "", one.language, is_guest=True, values=said)


def _moved(told: ContactChanged) -> Addressee:
    """At the address or number that was theirs: whoever reads it may be the one who did not want this."""
    notice, partition = change_notice(told.customer_id, told.contact, told.change_id), customer_pk(told.customer_id)
    if notice is None:
        return Addressee(partition, None, "", "")
    return Addressee(
        partition, notice.email, "", notice.language, values={"contact": notice.contact, "now": notice.now}, phone=notice.phone
    )


def _invited(invitation_id: str) -> Addressee:
    mail = invitation_mail(invitation_id)
    partition = invitation_pk(invitation_id)
    if mail is None:
        return Addressee(partition, None, "", "")
    said = {"link": mail.link, "until": time_text(mail.expires_at)}
    return Addressee(partition, mail.email, mail.name, mail.language, is_guest=True, values=said)


def buyer_of(order_id: str) -> Addressee:
    """Of an order. Raises NotFound."""
    return _buyer(order_id)


def _buyer(order_id: str, shipment_id: str = "") -> Addressee:
    """The address of the order; a customer who gave none there is written to at their account's. Of a parcel also what is in it."""
    buyer = contact(order_id)
    account = customer_contact(buyer.customer_id) if buyer.customer_id and not (buyer.email and buyer.language) else None
    language = buyer.language or (account.language if account else "")
    news = parcel_news(order_id, shipment_id, language_for(language)) if shipment_id else None
    return Addressee(
        partition=order_pk(order_id),
        email=buyer.email or (account.email if account else None),
        name=buyer.name,
        language=language,
        order_id=order_id,
        number=buyer.number,
        is_guest=buyer.customer_id is None,
        values={"link": buyer.link, "point": buyer.point, "right": buyer.right, "goods": goods_shown(buyer.goods, language)}
        | (vars(news) if news else {}),
        phone=buyer.phone,
        customer_id=buyer.customer_id or "",
    )
