"""Our account at UnionPay, from the secret `unionpay`.

`{"mer_id", "cert_id", "private_key", "trusted": [{"root": PEM, "middle": PEM}], "signer"?}`: `cert_id` is the decimal serial of our own
certificate, `trusted` the pinned authorities of UnionPay's (both pairs while they change), `signer` the third part of its name.
"""

from __future__ import annotations

from dataclasses import field

from functions.payments.providers.guard import check_keys, checked_url, entry_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

UNIONPAY = "中国银联股份有限公司"


@dataclass(frozen=True)
class Account:
    base_url: str
    files_url: str
    mer_id: str
    cert_id: str
    signer: str
    trusted: tuple[tuple[str, str], ...] = field(repr=False)
    private_key: str = field(repr=False)

    @property
    def name(self) -> str:
        return self.mer_id


def account() -> Account:
    """Raises Misconfigured."""
    entry = entry_of("unionpay", "mer_id", "cert_id", "private_key", "trusted")
    trusted = tuple((pair["root"], pair["middle"]) for pair in entry["trusted"])
    check_keys(private=[entry["private_key"]], public=[certificate for pair in trusted for certificate in pair])
    return Account(
        base_url=checked_url("unionpay", settings().unionpay_url),
        files_url=checked_url("unionpay", settings().unionpay_files_url),
        mer_id=entry["mer_id"],
        cert_id=str(entry["cert_id"]),
        signer=entry.get("signer") or UNIONPAY,
        trusted=trusted,
        private_key=entry["private_key"],
    )
