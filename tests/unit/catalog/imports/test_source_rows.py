"""Reading files: line numbers, handles, encodings."""

from __future__ import annotations

import pytest

from functions.catalog.imports.files.source_rows import read_groups
from functions.shared.plain.files.decode import BrokenFile, decoded

HEADER = b"Handle,Title,Variant Price\n"


def test_line_numbers_count_the_lines_inside_cells() -> None:
    data = HEADER + b'a,"two\nlines",1\n\nb,B,2\na,,3\r\nc,C,4\n'
    groups = read_groups(data, "csv")
    assert [(group.rows[0]["Handle"], group.lines) for group in groups] == [("a", [2, 6]), ("b", [5]), ("c", [7])]
    assert groups[0].rows[0]["Title"] == "two\nlines"


def test_ndjson_lines_are_split_at_line_feeds_only() -> None:
    groups = read_groups('{"slug": "a\u2028b"}\r\n\n{"slug": "c"}'.encode(), "ndjson")
    assert [(group.lines, group.document) for group in groups] == [([1], {"slug": "a\u2028b"}), ([3], {"slug": "c"})]


def test_deep_json_and_numbers_that_are_none_are_faults_of_their_line() -> None:
    groups = read_groups(b"[" * 100_000 + b'\n{"a": NaN}\n{"slug": "x"}\n{"slug": "x"}\n', "ndjson")
    assert [[(fault.line, fault.code) for fault in group.faults] for group in groups] == [
        [(1, "invalid_json")], [(2, "invalid_json")], [], [(4, "duplicate_product")],
    ]  # fmt: skip


def test_a_cell_of_more_than_a_megabyte_is_refused() -> None:
    with pytest.raises(BrokenFile) as caught:
        read_groups(HEADER + b"a," + b"x" * 1_000_001 + b",1\n", "csv")
    assert (caught.value.code, caught.value.line) == ("broken_csv", 2)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(BrokenFile, match="100000 rows"):
        read_groups(HEADER + b"a,A,1\n" * 100_001, "csv")


@pytest.mark.parametrize("text", ["价格：￥99，全场“包邮”！", "GBK 文件 with Latin ABC", "纯棉T恤（男）—夏季新款"])
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_chinese_is_read_in_every_encoding_it_comes_in(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n", "empty_file"),
        (b"\xff\xfea", "unknown_encoding"),
        (b"abc\0def", "not_a_text_file"),
        ("Привет, мир".encode("cp1251"), "unknown_encoding"),
    ],
)
def test_what_is_no_text_we_know_is_refused_not_guessed(data: bytes, code: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        decoded(data)
    assert caught.value.code == code
