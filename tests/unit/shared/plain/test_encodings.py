"""F-C1: text in the encodings that are still about, and never a guess."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.plain.encodings import UnknownEncoding, decode, text_codec

GOODS = {
    "gb18030": ["价格：￥99，全场“包邮”！", "纯棉T恤（男）—夏季新款", "蓝色", "shirt,海蓝衬衫,GBK 文件 with Latin"],
    "gbk": ["海蓝色全棉衬衫,欧申服饰,男装"],
    "big5": ["價格：99元，全館免運費！", "藍色", "手工皮革錢包，經典設計,shirt"],
    "shift_jis": ["こんにちは", "ブルーのシャツ（綿）,shirt", "りんご,青森県産"],
    "latin-1": ["Crème brûlée à la carte", "Señor Muñoz, größer", "Größe", "Bleu foncé", "ÉTÉ", "Camisa de algodão, coração, açaí"],
    "cp1252": ["Müller Straße 5 €", "“smart” quotes – dash", "Größe M — 12,50 €", "l’été"],
    "cp1250": ["Modré tričko s dlouhým rukávem, měkká bavlna, různé velikosti pro muže a ženy"],
    "cp1251": ["Синяя рубашка из хлопка с длинными рукавами для мужчин, размеры от S до XL, производство России"],
    "cp1254": ["Mavi gömlek uzun kollu, yumuşak pamuk, çeşitli boylar, ağır kışlık"],
    "euc_kr": ["파란색 면 셔츠 남성용 긴팔 다양한 사이즈"],
    "utf-8": ["anything: 海 ü 👗"], "utf-8-sig": ["海 ü"], "utf-16": ["海 ü 👗"], "utf-32": ["海 ü 👗"],
}  # fmt: skip


@pytest.mark.parametrize(("charset", "text"), [(charset, text) for charset, texts in GOODS.items() for text in texts])
def test_a_text_is_read_in_the_encoding_it_was_written_in(charset: str, text: str) -> None:
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    "data",
    [
        "Привет".encode("cp1251"), "Привет".encode("koi8-r"), "コットン".encode("euc_jp"), "红".encode("gbk"), b"\xff\xfea", b"abc\0def",
        b"\x81\x8d\x90 \xff", "lost � text".encode(),
    ],
)  # fmt: skip
def test_what_could_be_several_things_is_refused_not_guessed(data: bytes) -> None:
    with pytest.raises(UnknownEncoding):
        decode(data)


def test_a_charset_that_is_said_is_taken_at_its_word() -> None:
    assert decode("Привет".encode("cp1251"), text_codec("windows-1251")).text == "Привет"
    assert decode("红".encode("gbk"), text_codec("GB2312")).text == "红"
    assert decode("é€".encode("cp1252"), text_codec("ISO-8859-1")).text == "é€"
    assert decode("海".encode("utf-16"), text_codec("utf-16")).text == "海"
    assert decode("海".encode("utf-8-sig"), text_codec("UTF-8")).text == "海"
    with pytest.raises(UnknownEncoding):
        decode("海蓝".encode("gbk"), text_codec("utf-8"))


@pytest.mark.parametrize("name", ["base64", "rot13", "nonsense", "", "idna", "hex", "\0", "x" * 5000])
def test_only_character_sets_of_texts_have_a_codec(name: str) -> None:
    assert text_codec(name) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd")), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_with_its_charset_every_text_comes_back(text: str, charset: str) -> None:
    assert decode(text.encode(charset), text_codec(charset)).text == text.removeprefix("\ufeff" if charset == "utf-8" else "")


@given(st.binary(max_size=60))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    with suppress(UnknownEncoding):
        assert "\ufffd" not in decode(data).text
