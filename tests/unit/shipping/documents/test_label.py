"""F03, D17: our own label, read as a scanner reads what a thermal printer of 203 dpi prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.shipping.documents.printing.label import fits, labels
from functions.shipping.model.papers import Label, Party
from tests.support.papers import pages_of, scanned, size_in_mm, written

SHENZHEN = Party("王小明", "+8613800138000", "广东省 深圳市 南山区", "科技路 1 号 12 层 1203 室", "518057")
SHANGHAI = Party("上海主仓", "021-55556666", "上海市 浦东新区", "张江路 100 号", "201203")
LABEL = Label(
    "shp_1", "2026112600001", "顺丰速运", "标准快递", "SF1234567890123", SHENZHEN, SHANGHAI, 1, 2, 3, 1250, "2026-11-26",
)  # fmt: skip


def test_both_codes_on_a_printed_label_are_its_waybill() -> None:
    pdf = labels([LABEL])
    assert size_in_mm(pdf) == (100, 150)
    assert scanned(pdf) == {("Code128", "SF1234567890123"), ("QRCode", "SF1234567890123")}
    said = written(pdf)
    wanted = ("顺丰速运", "标准快递", "王小明", "+8613800138000", "518057广东省深圳市南山区", "科技路1号12层1203室", "上海主仓", "1/2")
    assert [told for told in wanted if told not in said] == []


def test_a_hundred_labels_are_one_file_and_each_has_its_own_waybill() -> None:
    pdf = labels([replace(LABEL, waybill=f"SF{n:013d}") for n in range(100)])
    assert pages_of(pdf) == 100
    for n in (0, 57, 99):
        assert ("Code128", f"SF{n:013d}") in scanned(pdf, n)
    # What is embedded of the font is shared.
    assert len(pdf) < 400_000
    assert labels([LABEL]) == labels([LABEL])


@pytest.mark.parametrize("waybill", ["9400111899223100001234", "YT" + "8" * 30, "AB-cd_EF.12/34"])
def test_waybills_of_all_kinds_are_read(waybill: str) -> None:
    assert scanned(labels([replace(LABEL, waybill=waybill)])) == {("Code128", waybill), ("QRCode", waybill)}


def test_a_number_too_long_for_bars_that_can_be_read_is_in_the_square_alone() -> None:
    waybill = "MANUAL-" + "Xy9-" * 14
    pdf = labels([replace(LABEL, waybill=waybill)])
    assert scanned(pdf) == {("QRCode", waybill)}
    assert waybill in written(pdf)


def test_a_long_address_is_wrapped_and_made_smaller_and_all_of_it_is_there() -> None:
    street = "软件产业基地" * 33
    long = replace(
        LABEL, receiver=replace(SHENZHEN, street=street, name="欧阳" * 20, place="新疆维吾尔自治区 伊犁哈萨克自治州 察布查尔锡伯自治县")
    )
    assert fits(long)
    said = written(labels([long]))
    assert [told for told in (street, "欧阳" * 20, "察布查尔锡伯自治县") if told not in said] == []
    latin = "Apartment 1203, Building C, 2450 North Van Ness Boulevard, behind the old post office, ring twice " * 4
    assert fits(replace(LABEL, receiver=replace(SHENZHEN, street=latin)))


@pytest.mark.parametrize(("field", "text"), [("street", "长" * 400), ("name", "长" * 200), ("place", "长" * 300)])
def test_an_address_that_does_not_fit_where_it_can_be_read_is_said_not_to(field: str, text: str) -> None:
    assert not fits(replace(LABEL, receiver=replace(SHENZHEN, **{field: text})))


def test_what_the_font_lacks_is_a_box_and_the_label_says_so() -> None:
    """Right-to-left, emoji, rare characters: visible, and never an error; marks that are not seen are left out."""
    strange = replace(SHENZHEN, name="محمد 😀👩‍👩‍👧", street="\u202eNguyễn Thị Ánh 12\u200f, 𠮷野家, e\u0301tage 2", place="القاهرة")
    pdf = labels([replace(LABEL, receiver=strange)])
    said = written(pdf)
    assert [told for told in ("□□□□", "NguyễnThịÁnh12,□野家,étage2", "notprintablehere") if told not in said] == []
    assert "notprintablehere" not in written(labels([LABEL]))
    assert ("Code128", "SF1234567890123") in scanned(pdf)


def test_a_pick_up_point_stands_before_the_street() -> None:
    assert "丰巢柜C-17科技路1号" in written(labels([replace(LABEL, point="丰巢柜 C-17")]))


def test_a_label_needs_no_sender_weight_or_service() -> None:
    pdf = labels([replace(LABEL, sender=None, weight_g=None, service="", day="")])
    assert ("QRCode", "SF1234567890123") in scanned(pdf)
