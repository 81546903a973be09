"""Our account at WeChat Pay: who we are, our keys and theirs, from the secret `wechatpay`.

`{"mchid", "appid", "serial_no", "private_key", "apiv3_key", "platform_keys": {"PUB_KEY_ID_…": PEM}, "platform_key_id"}`;
`apiv3_key` may be a list while it is changed, `platform_keys` has as many public keys or certificates as are valid now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from functions.payments.model.errors import Misconfigured
from functions.payments.providers.guard import check_keys, checked_url, entry_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Account:
    base_url: str
    mchid: str
    appid: str
    serial_no: str
    platform_key_id: str
    private_key: str = field(repr=False)
    apiv3_keys: tuple[bytes, ...] = field(repr=False)
    platform_keys: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.mchid}:{self.appid}"


def account() -> Account:
    """Raises Misconfigured."""
    entry = entry_of("wechatpay", "mchid", "appid", "serial_no", "private_key", "apiv3_key", "platform_keys", "platform_key_id")
    given = entry["apiv3_key"]
    secrets = [given] if isinstance(given, str) else list(given)
    keys = dict(entry["platform_keys"])
    if entry["platform_key_id"] not in keys or any(len(secret.encode()) != 32 for secret in secrets):
        raise Misconfigured("wechatpay_keys")
    check_keys(private=[entry["private_key"]], public=keys.values(), texts=[*secrets, *keys])
    return Account(
        base_url=checked_url("wechatpay", settings().wechatpay_url),
        mchid=entry["mchid"],
        appid=entry["appid"],
        serial_no=entry["serial_no"],
        platform_key_id=entry["platform_key_id"],
        private_key=entry["private_key"],
        apiv3_keys=tuple(secret.encode() for secret in secrets),
        platform_keys=keys,
    )
