"""Our account at Alipay, from the secret `alipay`.

`{"app_id", "seller_id", "private_key", "alipay_public_keys": {name or alipay_cert_sn: PEM or base64}}`, in certificate mode also
`"app_cert_sn", "alipay_root_cert_sn"`. All of Alipay's keys that are valid now stand there, the old one too while it is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.payments.providers.guard import check_keys, checked_url, entry_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Account:
    gateway: str
    app_id: str
    seller_id: str
    private_key: str = field(repr=False)
    public_keys: Mapping[str, str] = field(repr=False)
    certificates: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.app_id}:{self.seller_id}"


def account() -> Account:
    """Raises Misconfigured."""
    entry = entry_of("alipay", "app_id", "seller_id", "private_key", "alipay_public_keys")
    keys = dict(entry["alipay_public_keys"])
    check_keys(private=[entry["private_key"]], public=keys.values())
    return Account(
        gateway=checked_url("alipay", settings().alipay_url),
        app_id=entry["app_id"],
        seller_id=entry["seller_id"],
        private_key=entry["private_key"],
        public_keys=keys,
        certificates={name: entry[name] for name in ("app_cert_sn", "alipay_root_cert_sn") if entry.get(name)},
    )
