"""Names, logins and addresses as another system had them. What does not fit our rules is kept where that does no harm, and told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from functions.moving.imports.rows import AddressRow
from functions.moving.model.group import Fault
from functions.shared.contact.emails import normal_email
from functions.shared.contact.names import harmless_name
from functions.shared.contact.phones import normal_phone
from functions.shared.outside import clock
from functions.shared.places import Written, codes_of, country_code, resolve
from functions.shared.plain import times
from functions.shared.plain.postal_address import Address
from functions.shared.plain.settings import settings


class Told:
    """What is to be said of a row."""

    def __init__(self, line: int, remarks: Sequence[Fault]) -> None:
        self.line = line
        self.remarks = list(remarks)

    def remark(self, field: str, code: str, detail: str) -> None:
        self.remarks.append(Fault(self.line, field, code, detail))


def email_of(text: str, told: Told) -> str:
    """In its one spelling; empty for none, and with a remark for what is none."""
    try:
        return normal_email(text) if text.strip() else ""
    except ValueError:
        told.remark("/email", "invalid_email", "This is no e-mail address that can be written to: left out.")
        return ""


def phone_of(text: str, country: str, told: Told) -> str:
    """E.164; empty for none, and with a remark for what nobody can call."""
    known = country_code(country) if country else None
    try:
        return normal_phone(text, tuple(dict.fromkeys([*([known] if known else []), settings().default_country]))) if text.strip() else ""
    except ValueError:
        told.remark("/phone", "invalid_phone", "This is no telephone number of its country: left out.")
        return ""


def is_ahead(moment: str) -> bool:
    """A day is left for zones that a file mistook."""
    return times.parse(moment) > clock.now() + timedelta(days=1)


def name_of(text: str, told: Told) -> str:
    name = harmless_name(text)
    if text.strip() and not name:
        told.remark("/name", "invalid_name", "A name is no link and no address: left out.")
    return name


def address_of(row: AddressRow, told: Told, *, name: str = "", phone: str = "", email: str | None = None) -> Address:
    """With the codes of its place, as far as it is known. A postal code stays a text, leading zeros and all."""
    place = resolve(Written(row.country, row.province, row.city, row.district, row.postal_code)).place
    company = [row.company] if row.company else []
    return Address(
        name=name_of(row.name, told) or name,
        phone=phone_of(row.phone, row.country, told) or phone,
        country=row.country,
        province=row.province,
        city=row.city,
        district=row.district,
        street=", ".join([*company, row.street] if row.street else company),
        postal_code=place.postal_code or row.postal_code,
        email=email,
        **codes_of(place),
    )
