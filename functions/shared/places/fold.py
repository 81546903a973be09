"""How names of places are compared: by a key that case, width, blanks, accents, punctuation and Han variants do not change.

`bare` also drops the word that says what kind of place it is ("State of", "Province", 省, 市 …), in the languages addresses use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from functions.shared.places.files import han_variants

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "ə": "e"})
_BEFORE = (
    "autonomousregionof", "autonomouscityof", "cityandcountyof", "departamentode", "departementde", "commonwealthof", "stateof",
    "provinceof", "countyof", "regionof", "territoryof", "districtof", "municipalityof", "cityof", "departmentof", "republicof",
    "prefectureof", "cantonof", "governorateof", "parishof", "estadode", "estadodo", "estadoda", "provinciade", "provinciadi",
    "provincede", "comunidadde", "comunidadautonomade", "regionede", "regione", "regionde", "cantonde", "distritode", "distritofederalde",
)  # fmt: skip
_AFTER = (
    "specialadministrativeregion", "autonomousprefecture", "autonomouscounty", "autonomousregion", "administrativeregion", "zizhiqu",
    "governorate", "municipality", "voivodeship", "prefecture", "department", "territory", "autonomousdistrict", "province", "district",
    "republic", "county", "canton", "oblast", "parish", "region", "state", "krai", "kray", "sheng", "teukbyeolsi", "gwangyeoksi",
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗", "特别市", "广域市", "直辖市",
    "地区", "新区", "省", "市", "州", "县", "区", "郡", "府", "都", "道", "盟", "旗",
    "특별자치시", "특별자치도", "특별시", "광역시", "도", "시",
)  # fmt: skip
_LONGEST_BEFORE, _LONGEST_AFTER = (sorted(words, key=len, reverse=True) for words in (_BEFORE, _AFTER))
_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 "
    "仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
_NAMES_OF_PEOPLES = "|".join(sorted(_PEOPLES.split(" "), key=len, reverse=True))
_OF_PEOPLES = re.compile(rf"(?:(?:{_NAMES_OF_PEOPLES})族|各族|(?<!内)蒙古|维吾尔|哈萨克|柯尔克孜)+(?=自治[区州县旗]$)")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`ＮＥＷ-York ` and `new york` are one key; so are 臺灣 and 台湾, Île and ile."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(han_variants())
    taken_apart = unicodedata.normalize("NFD", plain)
    bases = "".join(c for c in taken_apart if not "\u0300" <= c <= "\u036f").translate(_LETTERS)
    return unicodedata.normalize("NFC", "".join(c for c in bases if unicodedata.category(c)[0] in "LNM"))


@lru_cache(maxsize=4096)
def bare(key: str) -> str:
    """The folded name without its kind; the key itself where nothing sensible would be left."""
    key = _OF_PEOPLES.sub("", key)
    for word in _LONGEST_BEFORE:
        if key.startswith(word) and _says_something(key.removeprefix(word)):
            return key.removeprefix(word)
    for word in _LONGEST_AFTER:
        if key.endswith(word) and _says_something(key.removesuffix(word)):
            return key.removesuffix(word)
    return key


def _says_something(rest: str) -> bool:
    return len(rest) >= (3 if rest.isascii() else 2)
