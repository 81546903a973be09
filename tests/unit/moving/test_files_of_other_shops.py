"""X37: what other systems write, as rows of one shape."""

from __future__ import annotations

import pytest

from functions.moving.files.cells import moment, plain
from functions.moving.files.read_file import read_file
from functions.moving.model.group import Kind
from functions.shared.plain.files.decode import BrokenFile

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-03-10 23:40:12 -0400", "2024-03-11T03:40:12.000Z"),
        ("2024-03-10T23:40:12-04:00", "2024-03-11T03:40:12.000Z"),
        ("2024-03-10 23:40:12 UTC", "2024-03-10T23:40:12.000Z"),
        ("2024-03-10 23:40", "2024-03-10T15:40:00.000Z"),
        ("2024-03-10", "2024-03-09T16:00:00.000Z"),
        ("2024/3/10 9:05", "2024-03-10T01:05:00.000Z"),
        ("2024.03.10 23:40:12", "2024-03-10T15:40:12.000Z"),
        ("2024/03-10", None),
        ("10/03/2024", None),
        ("3/10/2024 23:40", None),
        ("45361.5", None),
        ("2024-03-10 24:00:00 +0000", None),
        ("2024-02-30 10:00:00 +0000", None),
    ],
)
def test_times_are_utc_and_without_a_zone_the_stores(text: str, utc: str | None) -> None:
    assert moment(text, SHANGHAI) == utc


def test_an_apostrophe_of_a_spreadsheet_goes() -> None:
    assert (plain("'01067"), plain("'+491701234567"), plain(" ’+49 ")) == ("01067", "+491701234567", "+49")


ORDERS = (
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
    '#1,a@example.com,paid,EUR,"1.019,00","4,90","0,00","1.023,90",2024-01-01 10:00:00 +0100,2,Mug,"10,00"\n'
    '#2,b@example.com,paid,EUR,"5,00",0,0,"5,00",2024-01-01 10:00:00 +0100,1,Cup,"5,00"\n'
    '#1,a@example.com,,,,,,,,1,"Table, oak","999,00"\n'
)


def test_rows_of_an_order_are_found_wherever_they_stand_and_amounts_as_they_are_written() -> None:
    first, second = read_file(ORDERS.encode(), Kind.ORDERS, SHANGHAI)
    assert (list(first.lines), first.faults) == ([2, 4], [])
    assert [(line["title"], line["subtotal"]) for line in first.body["lines"]] == [("Mug", 2000), ("Table, oak", 99900)]
    assert (first.body["total"], first.body["shipping"], first.body["discount"]) == (102390, 490, 0)
    assert second.body["total"] == 500


def test_rows_that_say_the_same_know_of_each_other() -> None:
    told = '{"email": "a@example.com"}\n{"email": " A@Example.com "}\n{"email": "b@example.com", "external_id": "1"}\nnot json\n'
    groups = read_file(told.encode(), Kind.CUSTOMERS, SHANGHAI)
    assert [group.earlier for group in groups] == [None, 1, None, None]
    assert [fault.code for fault in groups[3].faults] == ["invalid_row"]


@pytest.mark.parametrize(("data", "code"), [(b"[1, 2", "broken_json"), (b"\xff\xfe\x00", "not_a_text_file"), (b"  ", "empty_file")])
def test_what_is_no_file(data: bytes, code: str) -> None:
    with pytest.raises(BrokenFile) as broken:
        read_file(data, Kind.CUSTOMERS, SHANGHAI)
    assert broken.value.code in (code, "unknown_encoding")


def test_more_rows_than_a_worker_reads_in_its_time_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.moving.files.read_file.MAX_ROWS", 2)
    for data in (ORDERS, '{"email": "a@b.cn"}\n' * 3):
        with pytest.raises(BrokenFile, match="At most 2 rows"):
            read_file(data.encode(), Kind.ORDERS, SHANGHAI)
