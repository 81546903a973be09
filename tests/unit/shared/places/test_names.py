"""X49: any usual spelling of a place is its code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.shared.places import Written, country_code, country_codes, resolve, subdivisions
from functions.shared.places.files import china_rows

# Names that ISO 3166-2 gives to two subdivisions of one country; the name means the other one there. Most are a city or district inside
# a larger unit of the same name, which comes along (Dhaka is also in the division of Dhaka).
SAME_NAMES = {
    "AZ-LAN", "AZ-NV", "AZ-SAK", "AZ-YEV", "BD-06", "BD-10", "BD-13", "BD-27", "BD-34", "BD-54", "BD-55", "BD-60", "EE-205", "EE-663",
    "EE-714", "EE-796", "EE-899", "EE-919", "ES-LO", "ES-PM", "ES-S", "GN-BK", "GN-FA", "GN-KA", "GN-KD", "GN-LA", "GN-MM", "GN-NZ",
    "HU-VM", "ID-MA", "ID-PA", "LA-VT", "MZ-MPM", "TW-CYQ", "TW-HSZ", "UZ-TO",
}  # fmt: skip
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"}
EVERY = [sub for country in sorted(country_codes()) for sub in subdivisions(country).by_code.values() if not sub.country]


def named(country: str, text: str) -> str:
    found = subdivisions(country).find(text)
    return found.code if found else ""


def test_every_subdivision_is_found_by_its_name_and_its_code() -> None:
    wrong = {sub.code for sub in EVERY if named(sub.code[:2], sub.name) != sub.code}
    assert wrong == SAME_NAMES
    assert [sub.code for sub in EVERY if named(sub.code[:2], sub.code) != sub.code] == []
    assert len(EVERY) > 4900


@settings(max_examples=400)
@given(
    st.sampled_from([sub for sub in EVERY if sub.code not in SAME_NAMES]),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase, lambda text: text.translate(WIDE)]),
    st.sampled_from(["", " ", "\u3000", "\u200b"]),
    st.booleans(),
)
def test_decoration_does_not_change_what_is_meant(sub: object, case: object, blank: str, by_code: bool) -> None:
    code, name = sub.code, sub.name  # type: ignore[attr-defined]
    text = f"{blank}{case(code if by_code else name)}{blank}"  # type: ignore[operator]
    assert named(code[:2], text) == code


CHINA = china_rows("provinces")
CITIES = [row for row in china_rows("") if row[0].endswith("00") and not row[0].endswith("9000")]


def test_every_city_of_china_is_found_by_name_short_name_and_code() -> None:
    provinces = {row[0][:2]: row[1] for row in CHINA}
    for code, name, more in CITIES:
        for text in (name, more.split(" ")[0], code, f"{provinces[code[:2]]}{name}", f" {name}\u3000"):
            assert resolve(Written("CN", provinces[code[:2]], text)).place.city == code, (code, text)


IN_ZHEJIANG = ["浙江", "浙江省", "Zhejiang", "ZHEJIANG Province", "zhejiang sheng", "CN-ZJ", "zj", "330000", "33", "３３００００"]
IN_NEW_YORK = ["NY", "ny", "New York", "ＮＹ", "US-NY", "New York State", "State of New York", "纽约州", "紐約州", " n.y. "]
ASKS_LITTLE = [Written("SG", "", "", "", "018956"), Written("XK", "", "Pristina"), Written("HK", "", "", "中环"), Written("MO")]
# What is written for them beside the country China.
TAIWAN = ("台湾", "臺灣", "台湾省", "Taiwan", "TAIWAN Province", "TW", "CN-TW", "710000", "中国台湾")
HONG_KONG = ("香港", "香港特别行政区", "Hong Kong", "hongkong", "HK", "CN-HK", "810000", "Hong Kong SAR")
MACAO = ("澳门", "澳門", "Macau", "Macao", "MO", "CN-MO", "820000", "澳门特别行政区")


@pytest.mark.parametrize("province", IN_ZHEJIANG)
@pytest.mark.parametrize("city", ["杭州", "杭州市", "Hangzhou", "hangzhou shi", "Hangzhou City", "330100"])
def test_spellings_of_one_city(province: str, city: str) -> None:
    """F-A18"""
    place = resolve(Written("CN", province, city, "西湖")).place
    assert (place.subdivision, place.city, place.district) == ("CN-ZJ", "330100", "330106")


@pytest.mark.parametrize("province", IN_NEW_YORK)
@pytest.mark.parametrize("city", ["New York", "NYC", "new york city", "Brooklyn", "The Bronx", "Manhattan", "纽约"])
def test_spellings_of_new_york(province: str, city: str) -> None:
    """F-A18"""
    place = resolve(Written("US", province, city)).place
    assert (place.subdivision, place.city) == ("US-NY", "newyork")


@pytest.mark.parametrize(
    ("written", "subdivision", "city"),
    [
        (Written("CN", "", "杭州"), "CN-ZJ", "330100"),
        (Written("CN", "", "深圳市", "南山区"), "CN-GD", "440300"),
        (Written("CN", "浙江省", "义乌市"), "CN-ZJ", "330700"),
        (Written("CN", "北京市", "朝阳区"), "CN-BJ", "110100"),
        (Written("CN", "重庆", "", "城口县"), "CN-CQ", "500100"),
        (Written("CN", "内蒙古", "呼和浩特"), "CN-NM", "150100"),
        (Written("CN", "Inner Mongolia", "Hohhot"), "CN-NM", "150100"),
        (Written("CN", "Shaanxi", "Xi'an"), "CN-SN", "610100"),
        (Written("CN", "湖北", "恩施州"), "CN-HB", "422800"),
        (Written("CN", "杭州市", "西湖区"), "CN-ZJ", "330100"),
        (Written("CN", "浙江省杭州市", "西湖区"), "CN-ZJ", "330100"),
        (Written("CN", "", "上海", "浦东"), "CN-SH", "310100"),
        (Written("TW", "", "台北市", "中正區"), "TW-TPE", "中正区"),
        (Written("KR", "首尔", "x"), "KR-11", "x"),
        (Written("US", "加州", "LA"), "US-CA", "losangeles"),
        (Written("US", "", "New York City"), "US-NY", "newyork"),
        (Written("US", "", "Somewhere", "", "90210"), "US-CA", "somewhere"),
        (Written("US", "KY", "Brooklyn"), "US-KY", "brooklyn"),
        (Written("US", "DC", "Washington"), "US-DC", "washington"),
        (Written("JP", "東京都", "渋谷区"), "JP-13", "渋谷区"),
        (Written("DE", "Bavaria", "München"), "DE-BY", "munich"),
        (Written("GB", "England", "London"), "GB-LND", "london"),
        (Written("AU", "nsw", "Sydney"), "AU-NSW", "sydney"),
        (Written("CA", "Québec", "Montréal"), "CA-QC", "montreal"),
    ],
)
def test_what_is_left_out_is_inferred_where_it_is_unique(written: Written, subdivision: str, city: str) -> None:
    found = resolve(written)
    assert (found.place.subdivision, found.place.city, found.problems) == (subdivision, city, ())


@pytest.mark.parametrize(
    ("written", "field", "code"),
    [
        (Written("ZZ", "", "x"), "country", "unknown_country"),
        (Written("US", "Nwe York", "x"), "province", "unknown_subdivision"),
        (Written("US", "", "Washington"), "province", "subdivision_required"),
        (Written("CN", "浙工省", "杭州市"), "province", "unknown_subdivision"),
        (Written("CN", "浙江省", "深圳市"), "city", "unknown_city"),
        (Written("CN", "", "", ""), "province", "subdivision_required"),
        (Written("CN", "", "", "鼓楼区"), "province", "subdivision_required"),
        (Written("CN", "北京市", "上海市"), "city", "unknown_city"),
        (Written("DE", "", ""), "city", "city_required"),
        (Written("DE", "", "Berlin", "", "1011"), "postal_code", "invalid_postal_code"),
        (Written("US", "NY", "New York", "", "310000"), "postal_code", "invalid_postal_code"),
    ],
)
def test_what_cannot_be_known_is_said_with_its_field(written: Written, field: str, code: str) -> None:
    assert [(problem.field, problem.code) for problem in resolve(written).problems][:1] == [(field, code)]


def test_near_matches_are_named() -> None:
    assert "New York" in resolve(Written("US", "Nwe York", "x")).problems[0].detail
    assert "杭州市" in resolve(Written("CN", "Zhejiang", "Hangzhouu")).problems[0].detail


@pytest.mark.parametrize("written", ASKS_LITTLE)
def test_a_country_asks_only_for_what_its_addresses_have(written: Written) -> None:
    """F-B12"""
    assert resolve(written).problems == ()


@pytest.mark.parametrize(
    ("country", "written"),
    [
        *(("TW", ("CN", text, "台北市", "大安区")) for text in TAIWAN),
        *(("HK", ("CN", text, "九龙", "")) for text in HONG_KONG),
        *(("MO", ("CN", text, "", "")) for text in MACAO),
        ("TW", ("CN", "", "台北", "")),
        ("TW", ("CN", "", "高雄市", "")),
        ("HK", ("CN", "", "香港", "")),
        ("HK", ("CN", "广东省", "香港", "")),
        ("MO", ("CN", "", "", "澳门")),
        ("HK", ("China", "Kowloon", "", "")),
        ("TW", ("TW", "台湾", "台北市", "大安区")),
        ("PR", ("US", "Puerto Rico", "San Juan", "")),
        ("RE", ("FR", "La Réunion", "Saint-Denis", "")),
        ("AX", ("FI", "Åland", "Mariehamn", "")),
    ],
)
def test_a_part_with_a_country_code_of_its_own_is_that_country(country: str, written: tuple[str, ...]) -> None:
    """F-A18: one place, never the mainland's zone or rate."""
    assert resolve(Written(*written)).place.country == country


def test_both_ways_of_writing_are_one_place() -> None:
    there = resolve(Written("TW", "台北市", "大安区")).place
    assert resolve(Written("CN", "台湾省", "台北市", "大安区")).place == there
    assert (there.subdivisions, there.city) == (("TW-TPE",), "大安区")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"), ("Россия", "RU"), ("대한민국", "KR"), ("Scotland", "GB"), ("Wales", "GB"), ("Northern Ireland", "GB"),
        ("Chinese Taipei", "TW"), ("España", "ES"), ("Österreich", "AT"), ("Ελλάδα", "GR"), ("Congo-Brazzaville", "CG"), ("island", "IS"),
        ("Nowhere", None),
    ],
)  # fmt: skip
def test_countries_are_known_in_their_own_languages(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("CA", "Que.", "CA-QC"), ("CA", "P.Q.", "CA-QC"),
        ("CA", "Ont.", "CA-ON"), ("JP", "Tokyo-to", "JP-13"), ("JP", "Chiba-ken", "JP-12"),
        ("JP", "Osaka-fu", "JP-27"), ("IN", "Orissa", "IN-OD"), ("IN", "Pondicherry", "IN-PY"), ("IN", "Nowhere", ""),
    ],
)  # fmt: skip
def test_usual_short_and_former_names_of_subdivisions(country: str, text: str, code: str) -> None:
    assert named(country, text) == code
