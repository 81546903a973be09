"""Which languages there are. Pure."""

from __future__ import annotations

# ISO 639-1, one code after the other: https://www.loc.gov/standards/iso639-2/php/code_list.php
_CODES = (
    "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagdglgngugvhahehihohrhthu"
    "hyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojom"
    "orospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu"
)
_KNOWN = frozenset(_CODES[at : at + 2] for at in range(0, len(_CODES), 2))


def is_language(code: str) -> bool:
    """Of two letters, without a region or a script."""
    return code in _KNOWN
