"""What papers say of the shop itself: its carriers and warehouses. Read once for all papers of a file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from functions.orders import Order, OrderLine
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import localized
from functions.shared.plain.postal_address import Address
from functions.shared.plain.settings import settings
from functions.shipping.couriers.carriers import carriers
from functions.shipping.model.carrier import Carrier
from functions.shipping.model.papers import Party, place_line
from functions.stock import Shelves, WarehouseAddress, shelves_for


@dataclass(frozen=True)
class ShopFacts:
    carriers: dict[str, Carrier]
    shelves: Shelves

    def carrier_name(self, code: str, language: str) -> str:
        """Its code where the carrier is gone."""
        found = self.carriers.get(code)
        return (localized(found.name, [language]) if found else "") or code

    def service_name(self, carrier: str, service: str, language: str) -> str:
        found = self.carriers.get(carrier)
        known = found.service(service) if found and service else None
        return (localized(known.names, [language]) if known else "") or service

    def warehouse_name(self, warehouse_id: str, language: str) -> str:
        """Its id first: lists are sorted by it. One that is closed has no other name."""
        names = next((one.name for one in self.shelves.warehouses if one.id == warehouse_id), {})
        return " · ".join(filter(None, (warehouse_id, localized(names, [language]))))

    def sender(self, warehouse_id: str) -> Party | None:
        """None for a warehouse without an address."""
        address = self.shelves.address(warehouse_id)
        return party(address) if address else None


def shop_facts() -> ShopFacts:
    """Two Queries."""
    return ShopFacts(carriers(), shelves_for(()))


def party(address: Address | WarehouseAddress) -> Party:
    """The country stands there where it is not the shop's own."""
    code = address.country_code or address.country
    place = place_line(country_code=code, province=address.province, city=address.city, district=address.district)
    country = "" if code == settings().default_country else address.country
    return Party(address.name, address.phone, place, address.street, address.postal_code, country)


def day_of(at: str) -> str:
    """The store's day of a time of ours."""
    return f"{times.parse(at).astimezone(ZoneInfo(settings().store_timezone)):%Y-%m-%d}"


def line_title(line: OrderLine, language: str) -> str:
    """With what was chosen: size, colour."""
    chosen = [_option(line, name, value, language) for name, value in line.options.items()]
    return localized(line.title, [language]) + (f" ({', '.join(chosen)})" if chosen else "")


def _option(line: OrderLine, name: str, value: str, language: str) -> str:
    texts = line.option_texts.get(name)
    return (localized(texts.value, [language]) if texts and texts.value else "") or value


def lines_by_id(order: Order) -> dict[str, OrderLine]:
    return {line.line_id: line for line in order.lines}
