"""From the bytes of a file to its text, in whatever encoding people's programs wrote it. Pure.

A caller may say the character set. Else a mark at the beginning says it, else strict UTF-8 does; what is neither is tried in the
encodings that are still about, and one is taken only when the text then looks like the language it is for, and clearly more so than in
any other. Never guessed: a file that could be two things is refused.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.lost_text import LOST

SAMPLE = 40_000
_CLEAR, _AHEAD = 0.8, 0.1
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB18030 holds GBK and GB2312, Windows-1252 all that is printable of Latin-1; browsers read the names in the same way (WHATWG Encoding).
_WIDER = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "hz": "gb18030",
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "shift_jis": "cp932",
    "utf-8-sig": "utf-8",
}
_FURTHER = ["cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256"]
_SHORTEST = 60


class UnknownEncoding(ValueError):
    """Neither said nor to be found out."""


class LostCharacters(UnknownEncoding):
    """Another program has read it in the wrong encoding before."""


@dataclass(frozen=True)
class Decoded:
    text: str
    codec: str


def text_codec(name: str) -> str | None:
    """The codec of a character set's name; None for what is none of text."""
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
        "a".encode(info.name)
    except (LookupError, ValueError, TypeError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in (
        "idna",
        "punycode",
        "unicode_escape",
        "raw-unicode-escape",
        "undefined",
    ):
        return None
    return _WIDER.get(info.name, info.name)


def decode(data: bytes, charset: str | None = None, *, keep_lost: bool = False) -> Decoded:
    """Raises UnknownEncoding; of what has lost characters, too (LostCharacters), but with `keep_lost`, for who tells where they are.

    `charset` is a codec of `text_codec`; a mark of another one in the file wins over nothing but is an error.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark) and (charset is None or codec.startswith(charset.removesuffix("-le").removesuffix("-be"))):
            return Decoded(_strictly(data[len(mark) :], codec, keep_lost), codec)
    if charset is not None:
        return Decoded(_strictly(data, charset, keep_lost), charset)
    if b"\0" in data:
        raise UnknownEncoding("This is no text file.")
    codec = "utf-8" if _is_utf8(data) else _found_out(data)
    return Decoded(_strictly(data, codec, keep_lost), codec)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strictly(data: bytes, codec: str, keep_lost: bool) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(f"The file is not {codec}: byte {error.start} cannot be read.") from error
    if LOST in text and not keep_lost:
        raise LostCharacters("Characters of the text were lost before it came here (U+FFFD).")
    return text


def _found_out(data: bytes) -> str:
    sample = _foreign_lines(data)
    # By text: where two encodings read the same, either will do.
    scores: dict[str, tuple[float, str]] = {}
    for codec, looks in _LOOKS.items():
        try:
            data.decode(codec)
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        scores[text] = max(scores.get(text, (0.0, codec)), (looks(text), codec), key=lambda found: found[0])
    ranked = sorted(scores.values(), reverse=True)
    if ranked and ranked[0][0] >= _CLEAR and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _AHEAD):
        return ranked[0][1]
    if not any(score >= _CLEAR for score, _ in ranked) and len(sample) >= _SHORTEST:
        from charset_normalizer import from_bytes

        best = from_bytes(sample, cp_isolation=_FURTHER, threshold=0.1, language_threshold=0.2).best()
        if best is not None and best.coherence >= 0.5:
            return best.encoding
    raise UnknownEncoding("The file is not UTF-8, and its encoding cannot be told for certain. Save it as UTF-8, or say its charset.")


def _foreign_lines(data: bytes) -> bytes:
    """Lines that are not plain ASCII, as many as a judgement needs: the others say nothing, and files are large."""
    lines, size = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > SAMPLE:
                break
    return b"\n".join(lines)


def _looks_simplified(text: str) -> float:
    """Level 1 of GB 2312, the 3,755 characters in daily use, is what a Chinese text is made of; other texts hit it at random."""
    return _share(text, lambda c: "\u4e00" <= c <= "\u9fff" and 0xB0 <= _lead(c, "gb18030") < 0xD8)


def _looks_traditional(text: str) -> float:
    """Level 1 of Big5: 5,401 characters in daily use."""
    return _share(text, lambda c: "\u4e00" <= c <= "\u9fff" and 0xA4 <= _lead(c, "big5") <= 0xC6)


def _looks_japanese(text: str) -> float:
    """Kana and level 1 of JIS X 0208, some kana among them: a text of Chinese characters alone could be anything."""
    if not any("\u3040" <= c <= "\u30ff" for c in text):
        return 0.0
    return _share(text, lambda c: "\u3040" <= c <= "\u30ff" or ("\u4e00" <= c <= "\u9fff" and 0x88 <= _lead(c, "cp932") <= 0x98))


def _looks_korean(text: str) -> float:
    """The same bytes are daily Chinese characters; but Chinese fills both halves of the table, and Hangul one. A dozen letters tell."""
    foreign = [c for c in text if c > "\x7f" and c.isalpha()]
    is_hangul = [("\uac00" <= c <= "\ud7a3") for c in foreign]
    return 1.2 if len(foreign) >= 12 and sum(is_hangul) >= 0.97 * len(foreign) else 0.0


def _lead(character: str, codec: str) -> int:
    encoded = character.encode(codec, "ignore")
    return encoded[0] if encoded else 0


def _share(text: str, is_daily: Callable[[str], bool]) -> float:
    """How much of what is not ASCII is daily use or punctuation; 0 where it is punctuation only.

    One such character alone within a word of small Latin letters is what an accent looks like in the wrong encoding.
    """
    foreign = [index for index, c in enumerate(text) if c > "\x7f"]
    daily = [index for index in foreign if is_daily(text[index]) and not _is_in_a_word(text, index)]
    signs = sum(1 for i in foreign if "\u3000" <= text[i] <= "\u303f" or "\uff01" <= text[i] <= "\uff5e" or text[i] in "“”‘’—…·¥￥€×℃")
    return (len(daily) + signs) / len(foreign) if daily else 0.0


def _is_in_a_word(text: str, index: int) -> bool:
    before, after = text[max(index - 1, 0) : index], text[index + 1 : index + 2]
    return not before > "\x7f" and after.isascii() and after.islower()


def _looks_western(text: str) -> float:
    """Single accented letters within words of ASCII letters, of one language or two, and the signs people type."""
    good, judged, letters = 0, 0, Counter[str]()
    for index in (index for index, c in enumerate(text) if c > "\x7f"):
        character, before, after = text[index], text[max(index - 1, 0) : index], text[index + 1 : index + 2]
        if character in _SIGNS:
            judged, good = judged + 1, good + (not any(c > "\x7f" and c.isalpha() for c in before + after) and not _inside(before, after))
        elif character in "’\xad·":
            judged, good = judged + 1, good + 1
        elif any(c.isalpha() for c in before + after) or character not in _ALPHABET:
            judged += 1
            good += character in _ALPHABET and any(c.isascii() and c.isalpha() for c in before + after) and _fits_case(character, before)
            letters[character.lower()] += 1
    shared = max((sum(letters[c] for c in {*one, *other}) for one in _LANGUAGES for other in _LANGUAGES), default=0)
    covered = shared / letters.total() if letters else 1.0
    return min(good / judged, covered) if judged else 0.0


def _inside(before: str, after: str) -> bool:
    return before.isalpha() and after.isalpha()


def _fits_case(character: str, before: str) -> bool:
    """`MÜLLER`, `Über` and `Müller`, but no `mÜller`: a capital after a small letter is a sign of another encoding."""
    return not (character.isupper() and before.islower())


def _looks_eastern(text: str) -> float:
    """Of one language of Central Europe or Turkish, with so many of its letters that it is no chance."""
    found = [index for index, c in enumerate(text) if c > "\x7f" and c.isalpha()]
    letters = Counter(text[index].lower() for index in found)
    in_words = sum(any(c.isascii() and c.isalpha() for c in text[max(index - 1, 0) : index + 2]) for index in found)
    covered = max((sum(letters[c] for c in one) for one in _EASTERN if len(letters.keys() & set(one)) >= 4), default=0)
    return min(covered, in_words) / len(found) if found else 0.0


_SIGNS = "“”‘‚„–—…•€£¥§©®™°«»¿¡½¼¾²³µ×\u00a0"
# French, German, Spanish, Portuguese, Italian and Catalan, the Nordic ones.
_LANGUAGES = ("àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíóúüñªº", "áâãàçéêíóôõúªº", "àèéìíîïòóùúüç", "åäöæøéü")
# Czech, Slovak, Polish, Hungarian, Romanian, Turkish, Croatian and Slovene.
_EASTERN = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţșț", "çğıiöşüâ", "čćđšž")
_ALPHABET = {c for letters in _LANGUAGES for c in (*letters, *letters.upper())} | {"Ÿ"}
_LOOKS: dict[str, Callable[[str], float]] = {
    "gb18030": _looks_simplified,
    "big5": _looks_traditional,
    "cp932": _looks_japanese,
    "euc_jp": _looks_japanese,
    "euc_kr": _looks_korean,
    "cp1252": _looks_western,
    "cp1250": _looks_eastern,
    "cp1254": _looks_eastern,
}
