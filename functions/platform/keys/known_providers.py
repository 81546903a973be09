"""Whose keys can be set: by the name of the entry, in which secret it lies and which of its fields is no secret."""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.outside.installed import adapters_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Provider:
    """`public`: the field by which the provider knows us; empty where it has none."""

    name: str
    kind: str
    public: str = ""

    @property
    def secret(self) -> str:
        if self.kind == CHANNELS:
            return settings().secret_channels
        return settings().secret_payments if self.kind == PAYMENTS else settings().secret_couriers


PAYMENTS, COURIERS, CHANNELS = "payments", "couriers", "channels"
_GROUPS = {
    "serverless_commerce.payment_providers": PAYMENTS,
    "serverless_commerce.couriers": COURIERS,
    "serverless_commerce.channels": CHANNELS,
}
_WITHOUT_KEYS = frozenset({"manual", "sandbox"})
_OWN = (
    Provider("alipay", PAYMENTS, "app_id"),
    Provider("stripe", PAYMENTS, "account"),
    Provider("unionpay", PAYMENTS, "mer_id"),
    Provider("wechatpay", PAYMENTS, "mchid"),
    Provider("fcm", CHANNELS, "project_id"),
    Provider("wechat_mini", CHANNELS, "app_id"),
    Provider("wechat_official", CHANNELS, "app_id"),
    Provider("17track", COURIERS),
    Provider("easypost", COURIERS),
    Provider("inpost", COURIERS),
    Provider("kuaidi100", COURIERS, "customer"),
    Provider("sf_express", COURIERS, "partner_id"),
)
_ALIASES = {"sf": "sf_express"}


def providers() -> Mapping[str, Provider]:
    """Ours, and those of installed packages (ADR 78), whose entry has the name of the adapter."""
    installed = {name: Provider(name, kind) for group, kind in _GROUPS.items() for name in adapters_of(group)}
    others = {name: one for name, one in installed.items() if name not in _WITHOUT_KEYS and name not in _ALIASES}
    return dict(sorted((others | {one.name: one for one in _OWN}).items()))


def provider(name: str) -> Provider:
    """Raises NotFound."""
    found = providers().get(_ALIASES.get(name, name))
    if found is None:
        raise NotFound("There is no such provider with keys.")
    return found
