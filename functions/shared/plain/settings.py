"""What a function is told about its surroundings: one frozen object read from the environment once.

Secrets never stand here; only the *name* of a secret does. Every value has a default, so that pure tests need no set-up.
"""

from __future__ import annotations

import os
from functools import lru_cache

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Settings:
    stage: str
    domain: str
    service: str
    """The function\'s own name, as its schedule is called; empty in tests."""
    """Of the function: what its errors are counted under."""
    metrics_namespace: str
    event_bus: str
    bucket: str
    user_pool_id: str
    user_pool_client_id: str
    cognito_issuer: str
    cognito_jwks_url: str
    public_base_url: str
    former_base_urls: tuple[str, ...]
    """What the first was before; addresses with them are stored."""
    media_base_url: str
    """Where the bucket's public part is shown to everybody; empty where nothing does that."""
    site_proof: str
    """What the distribution shows with each call it passes on. It opens nothing; it makes the caller's address believed."""
    address_calls_a_minute: int
    """That one process answers one address; 0 for any number."""
    customer_calls_a_minute: int
    payment_sandbox_url: str
    courier_sandbox_url: str
    stripe_url: str
    alipay_url: str
    wechatpay_url: str
    unionpay_url: str
    unionpay_files_url: str
    secret_payments: str
    secret_couriers: str
    secret_fapiao: str
    secret_channels: str
    secret_links: str
    secret_webhooks: str
    secret_privacy: str
    secret_identity: str
    persons_key: str
    """The KMS key that wraps the data keys of persons."""
    audit_key: str
    days_key: str
    """The KMS key that signs how far the audit log goes."""
    mail_from: str
    mail_events: str
    """The configuration set of SES by which it tells what becomes of mails; empty where it tells nothing."""
    contact_email: str
    contact_phone: str
    clock_file: str
    default_language: str
    default_currency: str
    default_country: str
    store_timezone: str
    cors_origin: str
    tax_provider_url: str
    athena: str
    """Work group and database of Amazon Athena that count the lake; empty: the function counts by itself."""
    loopback_subscribers: str
    """`allowed` on a laptop, whose template alone has it."""

    @property
    def is_local(self) -> bool:
        return self.stage in {"local", "test"}

    @property
    def may_loop_back(self) -> bool:
        """Whether who is told of events may live on this machine, and be called without TLS."""
        return self.stage == "test" or (self.stage == "local" and self.loopback_subscribers == "allowed")


@lru_cache(maxsize=1)
def settings() -> Settings:
    env = os.environ.get
    issuer = env("COGNITO_ISSUER", "")
    return Settings(
        stage=env("STAGE", "test"),
        domain=env("SERVICE_DOMAIN", "test"),
        service=env("POWERTOOLS_SERVICE_NAME", ""),
        metrics_namespace=env("POWERTOOLS_METRICS_NAMESPACE", "shop-test"),
        event_bus=env("EVENT_BUS", "shop"),
        bucket=env("BUCKET_DATA", "shop-data"),
        user_pool_id=env("USER_POOL_ID", ""),
        user_pool_client_id=env("USER_POOL_CLIENT_ID", ""),
        cognito_issuer=issuer,
        cognito_jwks_url=env("COGNITO_JWKS_URL", "") or f"{issuer}/.well-known/jwks.json",
        public_base_url=env("PUBLIC_BASE_URL", "http://localhost:8000"),
        former_base_urls=tuple(filter(None, env("FORMER_BASE_URLS", "").split(","))),
        media_base_url=env("MEDIA_BASE_URL", ""),
        site_proof=env("SITE_PROOF", ""),
        address_calls_a_minute=int(env("ADDRESS_CALLS_A_MINUTE", "6000")),
        customer_calls_a_minute=int(env("CUSTOMER_CALLS_A_MINUTE", "3000")),
        payment_sandbox_url=env("PAYMENT_SANDBOX_URL", ""),
        courier_sandbox_url=env("COURIER_SANDBOX_URL", ""),
        stripe_url=env("STRIPE_URL", ""),
        alipay_url=env("ALIPAY_URL", ""),
        wechatpay_url=env("WECHATPAY_URL", ""),
        unionpay_url=env("UNIONPAY_URL", ""),
        unionpay_files_url=env("UNIONPAY_FILES_URL", ""),
        secret_payments=env("SECRET_PAYMENTS", ""),
        secret_couriers=env("SECRET_COURIERS", ""),
        secret_fapiao=env("SECRET_FAPIAO", ""),
        secret_channels=env("SECRET_CHANNELS", ""),
        secret_links=env("SECRET_LINKS", ""),
        secret_webhooks=env("SECRET_WEBHOOKS", ""),
        secret_privacy=env("SECRET_PRIVACY", ""),
        secret_identity=env("SECRET_IDENTITY", ""),
        persons_key=env("PERSONS_KEY", ""),
        audit_key=env("AUDIT_KEY", ""),
        days_key=env("DAYS_KEY", ""),
        mail_from=env("MAIL_FROM", "shop@example.com"),
        mail_events=env("MAIL_EVENTS", ""),
        contact_email=env("CONTACT_EMAIL", ""),
        contact_phone=env("CONTACT_PHONE", ""),
        clock_file=env("CLOCK_FILE", ""),
        default_language=env("DEFAULT_LANGUAGE", "zh"),
        default_currency=env("DEFAULT_CURRENCY", "CNY"),
        default_country=env("DEFAULT_COUNTRY", "CN"),
        store_timezone=env("STORE_TIMEZONE", "Asia/Shanghai"),
        cors_origin=env("CORS_ORIGIN", ""),
        tax_provider_url=env("TAX_PROVIDER_URL", ""),
        athena=env("ATHENA", ""),
        loopback_subscribers=env("LOOPBACK_SUBSCRIBERS", ""),
    )


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return _VARIABLES.get(name, name.upper())


_VARIABLES = {
    "domain": "SERVICE_DOMAIN",
    "service": "POWERTOOLS_SERVICE_NAME",
    "metrics_namespace": "POWERTOOLS_METRICS_NAMESPACE",
    "bucket": "BUCKET_DATA",
}


def table_name(logical: str) -> str:
    """The physical name of a table, e.g. ``table_name("orders")``; in tests the logical name itself."""
    return os.environ.get(f"TABLE_{logical.upper().replace('-', '_')}", logical)


def queue_url(logical: str) -> str:
    """The URL of a queue by its logical name, e.g. ``queue_url("payment-webhooks")``."""
    return os.environ.get(f"QUEUE_{logical.upper().replace('-', '_')}", logical)
