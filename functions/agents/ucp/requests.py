"""What agents send in UCP's words; what we do not know is not looked at."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from functions.agents.model.session import Asked, AskedLine, Buyer, Destination

Short = Annotated[str, StringConstraints(max_length=200)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
MOST_LINES, MOST_DESTINATIONS, MOST_CODES = 90, 10, 10


class Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ItemIn(Told):
    id: Name


class LineIn(Told):
    id: Short = ""
    item: ItemIn
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class DestinationIn(Told):
    id: Short = ""
    address_country: Short = ""
    address_region: Short = ""
    address_locality: Short = ""
    street_address: Annotated[str, StringConstraints(max_length=500)] = ""
    extended_address: Short = ""
    postal_code: Short = ""
    first_name: Short = ""
    last_name: Short = ""
    phone_number: Short = ""


class GroupIn(Told):
    id: Short = ""
    line_item_ids: Annotated[list[Short], Field(max_length=MOST_LINES)] = []
    selected_option_id: Short | None = None


class MethodIn(Told):
    id: Short = ""
    type: Literal["shipping", "pickup"] = "shipping"
    line_item_ids: Annotated[list[Short], Field(max_length=MOST_LINES)] = []
    destinations: Annotated[list[DestinationIn], Field(max_length=MOST_DESTINATIONS)] = []
    selected_destination_id: Short | None = None
    groups: Annotated[list[GroupIn], Field(max_length=10)] = []


class FulfillmentIn(Told):
    methods: Annotated[list[MethodIn], Field(max_length=5)] = []


class PurposeIn(Told):
    """A purpose as 2026-08-25 writes it."""

    granted: StrictBool = False


class BuyerIn(Told):
    first_name: Short = ""
    last_name: Short = ""
    email: Short = ""
    phone_number: Short = ""
    consent: Annotated[dict[Short, StrictBool | PurposeIn], Field(max_length=20)] = {}

    def buyer(self) -> Buyer:
        consent = {name: given if isinstance(given, bool) else given.granted for name, given in self.consent.items()}
        return Buyer(self.first_name, self.last_name, self.email, self.phone_number, consent)


class DiscountsIn(Told):
    codes: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=100)]], Field(max_length=MOST_CODES)] = []


class ContextIn(Told):
    language: Annotated[str, StringConstraints(max_length=35)] = ""
    currency: Annotated[str, StringConstraints(max_length=3)] = ""
    address_country: Annotated[str, StringConstraints(max_length=2)] = ""


class CartIn(Told):
    line_items: Annotated[list[LineIn], Field(min_length=1, max_length=MOST_LINES)]
    buyer: BuyerIn = BuyerIn()
    discounts: DiscountsIn = DiscountsIn()
    context: ContextIn = ContextIn()

    def asked(self) -> Asked:
        lines = [AskedLine(line.item.id, line.quantity, line.id) for line in self.line_items]
        return Asked(lines, currency=self.context.currency.upper(), buyer=self.buyer.buyer(), codes=self.discounts.codes)


class CheckoutIn(Told):
    """`cart_id`: of a cart to go on with, whose goods count."""

    cart_id: Short = ""
    line_items: Annotated[list[LineIn], Field(max_length=MOST_LINES)] = []
    buyer: BuyerIn = BuyerIn()
    fulfillment: FulfillmentIn = FulfillmentIn()
    discounts: DiscountsIn = DiscountsIn()
    context: ContextIn = ContextIn()

    def asked(self) -> Asked:
        """The first way of delivery counts: goods of one session go one way."""
        method = self.fulfillment.methods[0] if self.fulfillment.methods else MethodIn()
        group = method.groups[0] if method.groups else GroupIn()
        return Asked(
            lines=[AskedLine(line.item.id, line.quantity, line.id) for line in self.line_items],
            currency=self.context.currency.upper(),
            buyer=self.buyer.buyer(),
            destinations=[_destination(one, n) for n, one in enumerate(method.destinations)],
            destination_id=method.selected_destination_id or "",
            option_id=group.selected_option_id or "",
            codes=list(dict.fromkeys(self.discounts.codes)),
            named=list(dict.fromkeys([*method.line_item_ids, *(one for each in method.groups for one in each.line_item_ids)])),
        )


def _destination(told: DestinationIn, n: int) -> Destination:
    """China's addresses have a district, for which UCP has no name: there it is the second line."""
    is_chinese = told.address_country.upper() == "CN"
    lines = [told.street_address] if is_chinese else [told.street_address, told.extended_address]
    return Destination(
        id=told.id or f"dest_{n + 1}",
        country=told.address_country.upper(),
        region=told.address_region,
        city=told.address_locality,
        district=told.extended_address if is_chinese else "",
        street=", ".join(filter(None, lines)),
        postal_code=told.postal_code,
        first_name=told.first_name,
        last_name=told.last_name,
        phone=told.phone_number,
    )


class CredentialIn(Told):
    type: Short = ""
    token: Annotated[str, StringConstraints(max_length=500)] = ""


class InstrumentIn(Told):
    id: Short = ""
    handler_id: Short = ""
    type: Short = ""
    selected: bool = True
    credential: CredentialIn = CredentialIn()


class PaymentIn(Told):
    instruments: Annotated[list[InstrumentIn], Field(max_length=10)] = []


class MandateIn(Told):
    checkout_mandate: Annotated[str, StringConstraints(max_length=200_000)] = ""


class CompleteIn(Told):
    payment: PaymentIn = PaymentIn()
    ap2: MandateIn = MandateIn()

    @property
    def instrument(self) -> InstrumentIn | None:
        return next((one for one in self.payment.instruments if one.selected), None)


class PriceFilter(Told):
    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None


class FiltersIn(Told):
    categories: Annotated[list[Name], Field(max_length=20)] = []
    price: PriceFilter = PriceFilter()

    @property
    def says(self) -> bool:
        """Whether anything that we know is filtered by."""
        return self != FiltersIn()


class PaginationIn(Told):
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1)] = 10


class SearchIn(Told):
    query: Annotated[str, StringConstraints(max_length=200)] = ""
    filters: FiltersIn = FiltersIn()
    pagination: PaginationIn = PaginationIn()
    context: ContextIn = ContextIn()


class LookupIn(Told):
    ids: Annotated[list[Name], Field(min_length=1)]
    context: ContextIn = ContextIn()


class SelectedIn(Told):
    name: Name
    label: Short = ""


class ProductIn(Told):
    id: Name
    selected: Annotated[list[SelectedIn], Field(max_length=20)] = []
    context: ContextIn = ContextIn()


Document = dict[str, Any]
