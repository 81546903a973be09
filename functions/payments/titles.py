"""What payment methods are called."""

from __future__ import annotations

from collections.abc import Sequence

from functions.shared.i18n import localized

_TITLES = {
    "wallet": {"zh": "测试钱包", "en": "Test wallet"},
    "bank_transfer": {"zh": "银行转账", "en": "Bank transfer"},
}


def title_of(method: str, languages: Sequence[str]) -> str:
    return localized(_TITLES.get(method, {"en": method}), languages)
