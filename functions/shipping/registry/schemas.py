"""Carriers as staff set and read them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.shared.contact.areas import AreaModel, AreaShown
from functions.shared.http.validation import Currency, Language, Schema, ShortName
from functions.shared.plain.money import MAX_AMOUNT
from functions.shipping.model.carrier import Carrier, Price, Service

Amount = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
Grams = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
KeyName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_.-]*$")]
Names = Annotated[dict[Language, ShortName], Field(min_length=1, max_length=50)]
_MOST_AREAS = 500


class PriceModel(Schema):
    """`first_fee` covers the first `first_g` grams of what is billed; every begun `step_g` beyond costs `step_fee`. In minor units of
    `currency`.

    Without `areas` it holds wherever the carrier delivers; of several the one with the most specific area counts.
    """

    currency: Currency = Field(examples=["CNY"])
    first_fee: Amount
    first_g: Grams = 0
    step_g: Grams = 0
    step_fee: Amount = 0
    areas: list[AreaModel] = Field([], max_length=_MOST_AREAS)


class ServiceModel(Schema):
    """`volume_divisor`: cubic centimetres that are billed as a kilogram (0: volume does not count). What is billed is rounded up to
    `step_g`. `days`: working days from hand-over to the door. `needs_weight`: a parcel of unknown weight is not taken."""

    code: Code = Field(examples=["standard"])
    names: Names = Field(examples=[{"zh": "标准", "en": "Standard"}])
    max_weight_g: int | None = Field(None, strict=True, ge=1, le=10_000_000)
    volume_divisor: int = Field(0, strict=True, ge=0, le=100_000, examples=[6000])
    step_g: Grams = 0
    po_boxes: bool = Field(True, strict=True, description="Whether it delivers to post-office boxes.")
    needs_weight: bool = Field(False, strict=True)
    days: int = Field(3, strict=True, ge=0, le=365)
    prices: list[PriceModel] = Field([], max_length=200)

    def service(self) -> Service:
        prices = [Price(**one.model_dump() | {"areas": tuple(area.area() for area in one.areas)}) for one in self.prices]
        return Service(**self.model_dump() | {"prices": tuple(prices)})


class CarrierIn(Schema):
    """What is not sent stays as it is. A carrier that is not `enabled` is offered nowhere from that moment on; parcels it has are still
    followed. `adapter`: the courier that writes its waybills; a carrier of a new code needs it. `tracker`: the courier that follows its
    parcels, where that is another one, which calls the carrier `company`. `credentials`: the *name* of an entry of the couriers' secret,
    never what stands there; empty: the adapter's own."""

    enabled: bool | None = Field(None, strict=True)
    name: Names | None = Field(None, examples=[{"zh": "圆通速递", "en": "YTO"}])
    adapter: Code | None = Field(None, examples=["manual"])
    tracker: Annotated[str, StringConstraints(max_length=64)] | None = None
    company: Annotated[str, StringConstraints(max_length=64)] | None = None
    credentials: KeyName | None = Field(None, examples=["sandbox_courier"])
    subscribes: bool | None = Field(None, strict=True, description="Whether the tracker is asked to follow each waybill.")
    services: list[ServiceModel] | None = Field(None, max_length=30)
    areas: list[AreaModel] | None = Field(None, max_length=_MOST_AREAS, description="Where it delivers; none: everywhere.")
    excluded: list[AreaModel] | None = Field(None, max_length=_MOST_AREAS, description="Where it does not, although it lies in `areas`.")
    tracking_url: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        None,
        description="Where buyers follow a parcel at the carrier's own site: https, `{waybill}` once behind the host; empty: nowhere.",
        examples=["https://carrier.example.com/track?no={waybill}"],
    )
    longest_address: int | None = Field(None, strict=True, ge=20, le=1000, description="Characters that fit on its form; null: any.")
    points: list[Code] | None = Field(
        None, max_length=20, description="To whose pick-up points it delivers: codes of providers, `*` for any.", examples=[["inpost"]]
    )

    def changes(self) -> dict[str, Any]:
        """Fields of Carrier; null takes back only what may be without a value."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        kept = {name: value for name, value in given.items() if value is not None or name == "longest_address"}
        if "points" in kept:
            kept["points"] = tuple(sorted(set(kept["points"])))
        for name in kept.keys() & {"areas", "excluded"}:
            kept[name] = tuple(area.area() for area in kept[name])
        return kept | ({"services": tuple(one.service() for one in self.services or ())} if "services" in kept else {})


class PriceOut(PriceModel):
    areas: list[AreaShown]  # type: ignore[assignment]


class ServiceOut(ServiceModel):
    names: dict[str, str]
    prices: list[PriceOut]  # type: ignore[assignment]


class CarrierOut(Schema):
    """`creates_waybills`, `sends_traces`: by themselves, without people. `credentials_set`: whether the couriers' secret has that entry."""

    code: str
    name: dict[str, str]
    enabled: bool
    adapter: str
    tracker: str
    company: str
    credentials: str
    credentials_set: bool
    subscribes: bool
    services: list[ServiceOut]
    areas: list[AreaShown]
    excluded: list[AreaShown]
    longest_address: int | None
    points: list[str] = Field(default=[])
    tracking_url: str = Field(default="")
    creates_waybills: bool
    sends_traces: bool
    version: int = Field(description="For If-Match; 0 until staff set it.")


class Carriers(Schema):
    data: list[CarrierOut]
    next_cursor: str | None = None


def services_shown(carrier: Carrier) -> list[ServiceOut]:
    def price(one: Price) -> PriceOut:
        return PriceOut(**vars(one) | {"areas": [AreaShown.of(area) for area in one.areas]})

    return [ServiceOut(**vars(one) | {"prices": [price(each) for each in one.prices]}) for one in carrier.services]
