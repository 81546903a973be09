"""D17: pick lists and delivery notes, read as people and scanners read them."""

from __future__ import annotations

from functions.shipping.documents.printing.delivery_note import delivery_notes
from functions.shipping.documents.printing.pick_list import pick_lists
from functions.shipping.model.papers import DeliveryNote, NoteLine, NoteParcel, Party, Pick, PickList, PickParcel, place_line, walked
from tests.support.papers import OFFICE_PRINTER, pages_of, scanned, written

NUMBER = "2026112600001"
FIRST, SECOND = "shp_01JDXQZ3M8K2V9A7B6C5D4E3F2", "shp_01JDXQZ3M8K2V9A7B6C5D4E3F3"
LONG = "Reinforced waterproof hiking backpack, 45 l, with rain cover, hip belt and hydration sleeve, petrol blue"
BUYER = Party("Ada Byron", "+442071234567", "London", "12 St James's Square", "SW1Y 4JH", "GB")


def parcel(shipment_id: str, warehouse: str, *bins: str) -> PickParcel:
    return PickParcel(shipment_id, warehouse, "SF", "SF1", tuple(Pick(f"SKU-{bin}", "耳机", 2, bin) for bin in bins))


def test_parcels_are_walked_by_warehouse_and_bin_and_numbers_are_numbers() -> None:
    found = walked([parcel("", "", ""), parcel(SECOND, "west", "B-1"), parcel(FIRST, "main", "A-10", "", "A-2", "a-2-1")])
    assert [(one.warehouse, [pick.bin for pick in one.picks]) for one in found] == [
        ("main", ["A-2", "a-2-1", "A-10", ""]), ("west", ["B-1"]), ("", [""]),
    ]  # fmt: skip


def test_a_pick_list_has_the_codes_of_its_order_and_of_each_parcel() -> None:
    pdf = pick_lists(
        [PickList(NUMBER, "2026-11-26", "zh-CN", walked([parcel(FIRST, "main", "A-10", "A-2"), parcel(SECOND, "west", "B-1")]))]
    )
    assert pages_of(pdf) == 2
    codes = {("Code128", NUMBER), ("QRCode", NUMBER)}
    assert scanned(pdf, 0, OFFICE_PRINTER) == codes | {("Code128", FIRST), ("QRCode", FIRST)}
    assert scanned(pdf, 1, OFFICE_PRINTER) == codes | {("Code128", SECOND), ("QRCode", SECOND)}
    said = written(pdf)
    places = [said.index(told) for told in ("拣货单", "仓库main", "SKU-A-2", "SKU-A-10")]
    assert places == sorted(places)


def test_thirty_lines_go_over_pages_and_none_is_lost() -> None:
    picks = tuple(Pick(f"SKU-{n:03d}", LONG if n % 2 else "Thing", n + 1, f"A-{n}") for n in range(30))
    pdf = pick_lists([PickList(NUMBER, "2026-11-26", "en", walked([PickParcel(FIRST, "main", "SF", "SF1", picks)]))])
    pages = pages_of(pdf)
    assert pages == 2
    said = "".join(written(pdf, n) for n in range(pages))
    assert all(f"SKU-{n:03d}" in said for n in range(30))
    assert [told for told in ("1/2", "2/2") if f"Picklist{NUMBER}{told}" not in said] == []


def test_a_delivery_note_tells_parcels_and_what_is_still_to_come() -> None:
    parcels = (NoteParcel("SF Express", "SF1", (NoteLine("SKU-1", LONG, 2),)), NoteParcel("YTO", "", (NoteLine("SKU-2", "Cup", 1),)))
    note = DeliveryNote(NUMBER, "2026-11-26", "en", BUYER, None, parcels, (NoteLine("SKU-3", "Saucer", 4),))
    pdf = delivery_notes([note, note])
    assert pages_of(pdf) == 2
    assert scanned(pdf, 0, OFFICE_PRINTER) == {("Code128", NUMBER), ("QRCode", NUMBER)}
    said = written(pdf)
    for told in ("Deliverynote", "AdaByron", "12StJames'sSquare", "Parcel1/2·SFExpress·SF1", "Parcel2/2·YTO", "Stilltobesent", "Saucer"):
        assert told in said, told


def test_places_are_written_as_at_home() -> None:
    assert place_line(country_code="CN", province="上海市", city="上海市", district="浦东新区") == "上海市 浦东新区"
    assert place_line(country_code="US", province="California", city="San Francisco", district="") == "San Francisco, California"


def test_texts_that_are_far_too_long_or_strange_are_cut_and_printed() -> None:
    picks = tuple(Pick("S" * 300, "字" * 500 + "😀", 10_000, "BIN" * 40) for _ in range(3))
    pdf = pick_lists([PickList("№" + "9" * 60, "2026-11-26", "fr", walked([PickParcel("shp_" + "x" * 60, "W" * 200, "", "", picks)]))])
    assert pages_of(pdf) == 1
    assert "…" in written(pdf)
