"""A value is found in whatever form it stands, and never told."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from typing import Literal
from unicodedata import normalize

import pytest

from infra.scan.forms import Forms
from infra.scan.scan import scan
from infra.scan.unpacked import unpacked

NAME, PHONE, EMAIL = "李雷 O'Brien", "+86 139 1234 5678", "li.lei+a@example.com"


@pytest.mark.parametrize(
    ("stands", "form"),
    [
        (NAME, "plain"),
        (NAME.upper(), "plain"),
        (json.dumps({"name": NAME}), "json"),
        (json.dumps(json.dumps({"name": NAME})), "json"),
        ("q=%E6%9D%8E%E9%9B%B7+O%27Brien&", "url"),
        (NAME.encode().hex(), "hex"),
    ],
)
def test_forms(stands: str, form: str) -> None:
    """O01"""
    assert [one.name for one in Forms([NAME]).found_in(stands.encode())] == [form]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("after", ["", "x", "xy"])
def test_base64_wherever_it_begins(before: str, after: str) -> None:
    """O01: also the alphabet of addresses."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        assert Forms([NAME]).found_in(encode(f"{before}{NAME}{after}".encode())), encode


@pytest.mark.parametrize("stands", ["8613912345678", "+8613912345678", "+86 139-1234-5678", "(+86) 139.1234.5678"])
def test_numbers_however_they_are_grouped(stands: str) -> None:
    """O01"""
    assert Forms([PHONE]).found_in(f'{{"phone":"{stands}"}}'.encode())


def test_what_is_not_there_is_not_found() -> None:
    assert not Forms([NAME, PHONE, EMAIL]).found_in(b'{"name":"Lei Li","phone":"+86 138 0000 0000","email":"l***@example.com"}')


def test_packed_files() -> None:
    """O01: archives, also in archives, and papers."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.json", gzip.compress(EMAIL.encode()))
    paper = b"%PDF-1.4\nstream\n" + zlib.compress(EMAIL.encode()) + b"\nendstream\nstream\nno flate\nendstream"
    for packed in (gzip.compress(EMAIL.encode()), archive.getvalue(), paper):
        assert any(EMAIL.encode() in part for part in unpacked(packed))


def test_what_only_looks_packed_is_looked_at_as_it_is() -> None:
    """Bad input: anybody may send such a file, and none of them ends the search."""
    for start in (b"\x1f\x8b", b"PK\x03\x04", b"%PDF", gzip.compress(b"cut off, and long enough for it")[:25]):
        assert any(EMAIL.encode() in part for part in unpacked(start + EMAIL.encode()))


def test_each_value_is_told_once_for_each_place() -> None:
    hits = [*scan([EMAIL, PHONE], [("a", EMAIL.encode()), ("a", EMAIL.encode()), ("b", b"8613912345678")])]
    assert [(hit.where, hit.value, hit.form) for hit in hits] == [("a", 1, "plain"), ("b", 2, "digits")]


def test_a_short_value_is_a_word_of_its_own() -> None:
    """O01: Li is a name, and half of what is sealed has it by chance. One sign of Chinese is a value like any other."""
    short = Forms(["Li", "李"])
    for stands in ('{"name":"Li"}', "Li Lei", 'said \\"Li\\"', "a\\nLi", "dear Li,"):
        assert [one.number for one in short.found_in(stands.encode())] == [1], stands
    for stands in ("Lima", "kLi+", "x/Li=", "li", "a-Li", "\\Li"):
        assert not short.found_in(stands.encode()), stands
    assert [one.number for one in short.found_in('{"name":"李雷"}'.encode())] == [2]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_found_in_both_ways_of_writing_them(form: Literal["NFC", "NFD"]) -> None:
    """O01: systems write one name in either."""
    for value in ("José 🧡", normalize("NFD", "José 🧡")):
        assert Forms([value]).found_in(json.dumps(normalize(form, "José 🧡")).encode())


def test_an_empty_value_is_refused() -> None:
    with pytest.raises(ValueError, match="Value 2"):
        Forms([EMAIL, " "])
