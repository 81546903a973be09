"""X49: which area holds a place, and which of several counts."""

from __future__ import annotations

import pytest

from functions.shared.places import Codes, Place, Written, area_of, area_problem, by_codes, parse_range, resolve, subdivisions
from functions.shared.places.postcodes import written_there


def there(country: str, province: str = "", city: str = "", district: str = "", postal_code: str = "") -> Place:
    return resolve(Written(country, province, city, district, postal_code)).place


@pytest.mark.parametrize(
    ("area", "place", "inside"),
    [
        (area_of("*"), there("FR", "", "Paris"), True),
        (area_of("CN"), there("CN", "台湾", "台北"), False),
        (area_of("CN", "台湾"), there("TW", "", "台北"), True),
        (area_of("CN", "浙江"), there("CN", "", "杭州市"), True),
        (area_of("CN", "", "杭州"), there("CN", "浙江省", "杭州市", "西湖区"), True),
        (area_of("CN", "浙江省", "义乌市"), there("CN", "浙江省", "金华市", "义乌市"), True),
        (area_of("CN", "浙江省", "杭州市"), there("CN", "浙江省", "宁波市"), False),
        (area_of("US", "", "Washington"), there("US", "WA", "Seattle"), False),
        (area_of("US", "", "Washington"), there("US", "DC", "Washington"), True),
        (area_of("US", "Washington"), there("US", "WA", "Seattle"), True),
        (area_of("GB", "England"), there("GB", "", "London"), True),
        (area_of("US", "NY", "New York"), there("US", "New York", "Brooklyn"), True),
        (area_of("US", "NY", "New York"), there("US", "KY", "Brooklyn"), False),
        (area_of("US", "Nowhere"), there("US", "NY", "New York"), False),
        (area_of("US", "Nowhere"), there("US", "nowhere", "x"), True),
    ],
)
def test_levels_do_not_shift(area: object, place: Place, inside: bool) -> None:
    """F-A18: an unknown name covers the same unknown name, never all of what is above it."""
    assert (area.rank(place) is not None) is inside  # type: ignore[attr-defined]


def test_the_most_specific_area_counts() -> None:
    """Postal codes before district, city, subdivision, country, everywhere; of two ranges the narrower one."""
    place = there("US", "NY", "Brooklyn", "", "11201-1234")
    areas = [
        area_of("US", postcodes=("11201",)), area_of("US", "NY", postcodes=("112*",)), area_of("US", postcodes=("10000-14999",)),
        area_of("US", "NY", "NYC"), area_of("US", "NY"), area_of("US"), area_of("*"),
    ]  # fmt: skip
    ranks = [area.rank(place) for area in areas]
    assert None not in ranks
    assert ranks == sorted(ranks, reverse=True)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("country", "entry", "inside", "outside"),
    [
        ("US", "10000-10499", ["10000", "10499", "10499-1234"], ["10500", "09999", ""]),
        ("US", "100*", ["10001", "10099"], ["10100"]),
        ("US", "10001", ["10001", "10001-0001"], ["10002"]),
        ("GB", "SW1*", ["SW1A 1AA", "sw1v2ab", "SW11 1AA"], ["SW3 1AA"]),
        ("GB", "E1", ["E1 6AN"], ["E10 5NP", "E2 6AN"]),
        ("GB", "BT1-BT94", ["BT1 1AA", "BT9 5AA", "BT94 5AA"], ["BB1 1AA", "BT95 1AA"]),
        ("CA", "M5V", ["M5V 3L9", "m5v3l9"], ["M5W 3L9"]),
        ("CA", "V5K-V6Z", ["V5K 0A1", "V6A 1B1", "V6Z 2E6"], ["V7A 1A1"]),
        ("NL", "1011", ["1011 AB", "1011ab"], ["1012 AB"]),
        ("NL", "1011AB..1011AZ", ["1011 AK"], ["1011 BA"]),
        ("JP", "150-0001", ["1500001", "150-0001"], ["1500002"]),
        ("JP", "１５０＊", ["150-0001"], ["151-0001"]),
        ("BR", "01310-100", ["01310-100"], ["01310-200"]),
        ("PL", "00-950", ["00950"], ["00-951"]),
        ("CN", "310000–310099", ["310012"], ["310100"]),
    ],
)
def test_ranges_of_postal_codes(country: str, entry: str, inside: list[str], outside: list[str]) -> None:
    found = parse_range(entry)
    assert [code for code in inside if not found.contains(country, code)] == []
    assert [code for code in outside if found.contains(country, code)] == []


@pytest.mark.parametrize("text", ["", "*", "-", "10499-10000", "1..2..3", "10 % off", "a*b", "١٢"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_range(text)


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("US", " 10001 ", "10001"), ("US", "１０００１", "10001"), ("US", "100011234", "10001-1234"), ("US", "310000", None),
        ("GB", "sw1a1aa", "SW1A 1AA"), ("GB", "SW1A-1AA", "SW1A 1AA"), ("GB", "12345", None), ("CA", "h2x1y4", "H2X 1Y4"),
        ("NL", "1011ab", "1011 AB"), ("DE", "D-80331", "80331"), ("CH", "CH-8001", "8001"), ("JP", "1500001", "150-0001"),
        ("PL", "00950", "00-950"), ("SE", "11122", "11122"), ("CN", "310000", "310000"), ("CN", "31000", None), ("HK", "999077", "999077"),
        ("BR", "01310100", "01310-100"), ("SG", "018956", "018956"), ("IE", "d02 x285", "D02 X285"),
    ],
)  # fmt: skip
def test_postal_codes_as_their_country_writes_them(country: str, typed: str, kept: str | None) -> None:
    assert written_there(country, typed) == kept


def test_areas_that_cannot_be_are_named() -> None:
    assert area_problem("*", "浙江省") is not None
    assert area_problem("US", "", "Washington") is None
    assert [getattr(area_problem(*parts), "field", None) for parts in (("ZZ",), ("US", "Nowhere"), ("CN", "浙江", "深圳"))] == [
        "country", "province", "city",
    ]  # fmt: skip


def coded(*names: str, **codes: str) -> tuple[Written, str | None, str | None]:
    written, problem = by_codes(Written(*names), Codes(**codes))
    return (written, problem.field, problem.code) if problem else (written, None, None)


@pytest.mark.parametrize(
    ("names", "codes", "filled"),
    [
        (("US",), {"subdivision": "US-CA"}, ("US", "California")),
        (("US", "CA"), {"country_code": "US", "subdivision": "US-CA"}, ("US", "CA")),
        (("CN",), {"subdivision": "CN-ZJ"}, ("CN", "浙江省")),
        (("CN",), {"city_code": "330100"}, ("CN", "浙江省", "杭州市")),
        (("CN",), {"city_code": "330100", "district_code": "330106"}, ("CN", "浙江省", "杭州市", "西湖区")),
        (("CN",), {"district_code": "500229"}, ("CN", "重庆市", "重庆市", "城口县")),
        (("CN", "香港"), {"country_code": "HK"}, ("CN", "香港")),
        (("CN", "香港"), {"country_code": "CN"}, ("CN", "香港")),
        (("CN",), {"country_code": "HK"}, ("CN", "HK")),
        (("CN",), {"subdivision": "CN-TW"}, ("CN", "CN-TW")),
        (("US", "Puerto Rico"), {"country_code": "PR", "subdivision": "US-PR"}, ("US", "Puerto Rico")),
        (("GB", "London"), {"subdivision": "GB-ENG"}, ("GB", "London")),
        (("*",), {}, ("*",)),
    ],
)
def test_codes_stand_for_names_that_are_missing(names: tuple[str, ...], codes: dict[str, str], filled: tuple[str, ...]) -> None:
    """A code that was left out of account made a rule hold for more than was meant."""
    assert coded(*names, **codes) == (Written(*filled), None, None)


@pytest.mark.parametrize(
    ("names", "codes", "field", "code"),
    [
        (("US",), {"subdivision": "CA-ON"}, "subdivision", "unknown_code"),
        (("US",), {"subdivision": "US-ZZ"}, "subdivision", "unknown_code"),
        (("US", "NY"), {"subdivision": "US-CA"}, "subdivision", "contradicting_code"),
        (("US",), {"country_code": "DE", "subdivision": "US-CA"}, "country_code", "contradicting_code"),
        (("US",), {"country_code": "DE"}, "country_code", "contradicting_code"),
        (("FR",), {"country_code": "ZZ"}, "country_code", "unknown_code"),
        (("CN", "浙江"), {"subdivision": "CN-JS"}, "subdivision", "contradicting_code"),
        (("CN", "浙江"), {"city_code": "440100"}, "city_code", "contradicting_code"),
        (("CN", "浙江", "宁波"), {"city_code": "330100"}, "city_code", "contradicting_code"),
        (("CN",), {"city_code": "999999"}, "city_code", "unknown_code"),
        (("CN",), {"city_code": "330106"}, "city_code", "contradicting_code"),
        (("CN", "", "杭州", "西湖"), {"district_code": "330110"}, "district_code", "contradicting_code"),
        (("GB", "England"), {"subdivision": "GB-LND"}, "subdivision", "contradicting_code"),
        (("DE",), {"city_code": "330100"}, "city_code", "unknown_code"),
        (("*",), {"subdivision": "US-CA"}, "subdivision", "country_needed"),
    ],
)
def test_codes_of_no_place_or_of_another_are_named(names: tuple[str, ...], codes: dict[str, str], field: str, code: str) -> None:
    assert coded(*names, **codes)[1:] == (field, code)


@pytest.mark.parametrize("country", ["AZ", "BD", "ES", "GB", "JP", "TW", "US", "CN"])
def test_every_code_of_a_subdivision_can_be_sent(country: str) -> None:
    known = subdivisions(country).by_code or dict.fromkeys(("CN-ZJ", "CN-NM", "CN-BJ"))
    for code in known:
        names, problem = by_codes(Written(country), Codes(subdivision=code))
        assert problem is None, code
        place = resolve(names).place
        assert place.country != country or place.subdivision == code, (code, place)
