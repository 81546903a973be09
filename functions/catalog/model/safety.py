"""What an offer at a distance shows of a product's safety, and what of it is missing. Pure.

Source: Regulation (EU) 2023/988, Article 19: (a) the manufacturer's name, postal and electronic address, (b) where they are outside the
Union, those of the responsible person, (c) what identifies the product, with a picture and its type, (d) warnings and safety information
in the language of the country. A picture is asked of every product (`missing_for_publishing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.catalog.model.safety_law import needed_languages, territory
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault


class Exempt(StrEnum):
    """Kinds that the Regulation does not cover: Article 2(2), and (3) for what is openly sold to be repaired before use."""

    MEDICINES = "medicines"
    FOOD = "food"
    FEED = "feed"
    LIVING = "living_plants_and_animals"
    ANIMAL_PRODUCTS = "animal_by_products"
    PLANT_PROTECTION = "plant_protection"
    TRANSPORT = "transport_equipment"
    AIRCRAFT = "aircraft"
    ANTIQUES = "antiques"
    TO_REPAIR = "to_be_repaired"


@dataclass(frozen=True)
class Contact:
    """`address` is the postal one, `country` that it lies in; of `email` and `url` one is enough."""

    name: str = ""
    address: str = ""
    country: str = ""
    email: str = ""
    url: str = ""

    @property
    def lacks(self) -> list[str]:
        checks = {"name": self.name, "address": self.address and self.country, "contact": self.email or self.url}
        return [name for name, given in checks.items() if not given]

    def over(self, there: Contact | None) -> Contact:
        """With what was there where it says nothing itself."""
        return replace(there, **{name: value for name, value in vars(self).items() if value}) if there else self


@dataclass(frozen=True)
class ProductSafety:
    """`identifier`: its type or model, where the variants' barcodes do not say it. `no_warnings`: staff say that none are needed."""

    manufacturer: Contact | None = None
    responsible_persons: list[Contact] = field(default_factory=list)
    identifier: str = ""
    warnings: dict[str, str] = field(default_factory=dict)
    no_warnings: bool = False
    exempt: Exempt | None = None

    def over(self, there: ProductSafety) -> ProductSafety:
        """As a table means it: what its cells do not say stays, and so do warnings in other languages."""
        warnings = {} if self.no_warnings else there.warnings | self.warnings
        return ProductSafety(
            self.manufacturer.over(there.manufacturer) if self.manufacturer else there.manufacturer,
            self.responsible_persons or there.responsible_persons,
            self.identifier or there.identifier,
            warnings,
            self.no_warnings or (there.no_warnings and not warnings),
            self.exempt or there.exempt,
        )


_ASKED = {"name": "name", "address": "postal address with its country", "contact": "electronic address (e-mail or web)"}


def missing_for_safety(safety: ProductSafety | None, barcodes: Iterable[Sequence[str]], countries: Iterable[str]) -> list[Fault]:
    """One fault for each thing that is missing in any of the countries; `barcodes` are those of each variant."""
    asked, told = sorted(countries), safety or ProductSafety()
    if not asked or told.exempt:
        return []
    maker = told.manufacturer or Contact()
    faults = [_fault("manufacturer", "manufacturer", name) for name in maker.lacks]
    faults += _responsible(told, maker, asked)
    if not told.identifier and not _all_coded(barcodes):
        detail = "Its type or model is needed, or a barcode of every variant."
        faults.append(Fault("/safety/identifier", "identifier_missing", detail))
    return faults + ([] if told.no_warnings else _warnings(told.warnings, asked))


def _all_coded(barcodes: Iterable[Sequence[str]]) -> bool:
    coded = [bool(codes) for codes in barcodes]
    return bool(coded) and all(coded)


def _fault(at: str, who: str, name: str) -> Fault:
    return Fault(f"/safety/{at}/{name}", f"{who}_{name}_missing", f"The {who.replace('_', ' ')}'s {_ASKED[name]} is needed.")


def _responsible(told: ProductSafety, maker: Contact, asked: Sequence[str]) -> list[Fault]:
    """For each place without its own manufacturer: somebody there, with all that is asked of them."""
    faults = []
    for place in sorted({territory(country) for country in asked if maker.country not in territory(country)}, key=sorted):
        there = [(at, one) for at, one in enumerate(told.responsible_persons) if one.country in place]
        if not there:
            where = "the European Union" if len(place) > 1 else ", ".join(place)
            detail = f"A responsible person in {where} is needed where the manufacturer is not there."
            faults.append(Fault("/safety/responsible_persons", "responsible_person_missing", detail))
        elif all(one.lacks for _, one in there):
            at, one = there[0]
            faults += [_fault(f"responsible_persons/{at}", "responsible_person", name) for name in one.lacks]
    return faults


def _warnings(warnings: Mapping[str, str], asked: Sequence[str]) -> list[Fault]:
    written = {language.partition("-")[0] for language, text in warnings.items() if text.strip()}
    groups = needed_languages(asked)
    missing = [group for group in groups if not written & set(group)]
    if not groups and not written:
        return [Fault("/safety/warnings", "warnings_missing", "Warnings are needed, or that there are none.")]
    return [
        Fault(f"/safety/warnings/{group[0]}", "warnings_missing", f"Warnings are needed in {' or '.join(group)}, or that there are none.")
        for group in missing
    ]
