"""What agents send in ACP's words; what we do not know is not looked at. An item without a quantity is one piece, two like it are two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.agents.model.session import Asked, AskedLine, Buyer, Destination
from functions.agents.trust.refused import Refused
from functions.agents.ucp.requests import MOST_CODES, MOST_LINES, Name, Short, Told

ADDRESS = "address"
Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Codes = Annotated[list[Code], Field(max_length=MOST_CODES)]


class InnerItemIn(Told):
    id: Name


class ItemIn(Told):
    """The released schema has no quantity, its examples and other documents do; some name the line and what it is of."""

    id: Name
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 1
    item: InnerItemIn | None = None


Items = Annotated[list[ItemIn], Field(max_length=MOST_LINES)]


class AddressIn(Told):
    name: Short = ""
    line_one: Annotated[str, StringConstraints(max_length=500)] = ""
    line_two: Short = ""
    city: Short = ""
    state: Short = ""
    country: Short = ""
    postal_code: Short = ""


class DetailsIn(Told):
    name: Short = ""
    phone_number: Short = ""
    email: Short = ""
    address: AddressIn | None = None


class BuyerIn(Told):
    first_name: Short = ""
    last_name: Short = ""
    full_name: Short = ""
    email: Short = ""
    phone_number: Short = ""


class ChosenIn(Told):
    option_id: Short = ""
    item_ids: Annotated[list[Short], Field(max_length=MOST_LINES)] = Field(default_factory=list)


class DiscountsIn(Told):
    codes: Codes = Field(default_factory=list)


class AttributionIn(Told):
    """Of the extension `affiliate_attribution`; `token`: the code of a share link, or what stands behind `share=` where it leads."""

    token: Short = ""


class CheckoutIn(Told):
    """Of a change: what is not sent stays as it is."""

    line_items: Items | None = None
    items: Items | None = None
    buyer: BuyerIn | None = None
    fulfillment_details: DetailsIn | None = None
    selected_fulfillment_options: Annotated[list[ChosenIn], Field(max_length=10)] | None = None
    discounts: DiscountsIn | None = None
    coupons: Codes | None = None
    affiliate_attribution: AttributionIn | None = None

    def applied_to(self, asked: Asked) -> Asked:
        """Raises Refused for a list of items that is empty."""
        given = self.line_items if self.line_items is not None else self.items
        if given is not None:
            if not given:
                raise Refused("invalid_request", "/line_items: there is none.", "/line_items")
            asked = replace(asked, lines=_lines(given))
        if self.buyer is not None:
            asked = replace(asked, buyer=_buyer(self.buyer))
        if (details := self.fulfillment_details) is not None:
            asked = _sent_to(asked, details)
        codes = self.discounts.codes if self.discounts is not None else self.coupons
        if codes is not None:
            asked = replace(asked, codes=list(dict.fromkeys(codes)))
        if self.affiliate_attribution is not None:
            asked = replace(asked, share=self.affiliate_attribution.token)
        if self.selected_fulfillment_options is not None:
            asked = _chosen(asked, self.selected_fulfillment_options)
        return asked


class CartIn(Told):
    """A whole cart: what is not sent is not in it afterwards."""

    line_items: Items = Field(default_factory=list)
    buyer: BuyerIn = BuyerIn()
    discounts: DiscountsIn = DiscountsIn()

    def applied_to(self, asked: Asked) -> Asked:
        """Where it goes, which only its checkout was told, stays. Raises Refused for a list of items that is empty."""
        if not self.line_items:
            raise Refused("invalid_request", "/line_items: there is none.", "/line_items")
        codes = list(dict.fromkeys(self.discounts.codes))
        return replace(asked, lines=_lines(self.line_items), buyer=_buyer(self.buyer), codes=codes)


class NewCheckoutIn(CheckoutIn):
    """`cart_id`: of a cart to go on with, whose goods and buyer count."""

    cart_id: Short = ""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{3}$")]
    locale: Annotated[str, StringConstraints(max_length=35)] = ""

    def asked(self) -> Asked:
        if self.line_items is None and self.items is None:
            raise Refused("invalid_request", "/line_items: there is none.", "/line_items")
        return self.applied_to(Asked(lines=(), currency=self.currency.upper()))

    def beside_cart(self, asked: Asked) -> Asked:
        """What a cart does not say."""
        return self.model_copy(update={"line_items": None, "items": None, "buyer": None}).applied_to(asked)


class CredentialIn(Told):
    type: Short = ""
    token: Annotated[str, StringConstraints(max_length=500)] = ""


class InstrumentIn(Told):
    type: Short = ""
    credential: CredentialIn = CredentialIn()


class PaymentIn(Told):
    handler_id: Short = ""
    instrument: InstrumentIn | None = None


class CompleteIn(Told):
    buyer: BuyerIn | None = None
    payment_data: PaymentIn | None = None


def _lines(given: Sequence[ItemIn]) -> list[AskedLine]:
    found: dict[str, AskedLine] = {}
    for one in given:
        variant_id, line_id = (one.item.id, one.id) if one.item is not None else (one.id, "")
        before = found.get(variant_id)
        found[variant_id] = AskedLine(variant_id, one.quantity + (before.quantity if before else 0), line_id)
    return list(found.values())


def _buyer(told: BuyerIn) -> Buyer:
    return Buyer(told.first_name or told.full_name, told.last_name, told.email, told.phone_number)


def with_buyer(asked: Asked, told: BuyerIn) -> Asked:
    return replace(asked, buyer=_buyer(told))


def _sent_to(asked: Asked, details: DetailsIn) -> Asked:
    """Who has it sent may be somebody else than who buys; where nobody says who buys, it is they."""
    buyer = asked.buyer
    if details.email and not buyer.email:
        asked = replace(asked, buyer=replace(buyer, email=details.email))
    to = details.address
    if to is None:
        return replace(asked, destinations=(), destination_id="")
    is_chinese = to.country.upper() == "CN"
    destination = Destination(
        id=ADDRESS,
        country=to.country.upper(),
        region=to.state,
        city=to.city,
        # ACP has no name for a district: there it is the second line, as in UCP.
        district=to.line_two if is_chinese else "",
        street=to.line_one if is_chinese else ", ".join(filter(None, (to.line_one, to.line_two))),
        postal_code=to.postal_code,
        phone=details.phone_number,
        name=details.name or to.name,
    )
    return replace(asked, destinations=[destination], destination_id=ADDRESS)


def _chosen(asked: Asked, given: Sequence[ChosenIn]) -> Asked:
    """Goods of one session go one way. They are named by their items, or by their lines."""
    items = {line.variant_id for line in asked.lines}
    named = [one for chosen in given for one in chosen.item_ids if one not in items]
    return replace(asked, option_id=given[0].option_id if given else "", named=list(dict.fromkeys(named)))
