"""Every environment variable a function can be given, and its value in the template.

Tables and queues follow from the rights a function has (`infra.functions.grants`); the rest is asked for by name in its row.
"""

from __future__ import annotations

from infra.cfn import Node, att, logical, ref, sub, when

TOKENS = ("COGNITO_ISSUER", "COGNITO_JWKS_URL", "USER_POOL_CLIENT_ID")
"""What a function needs to verify the caller's token."""
WEB = (*TOKENS, "ADDRESS_CALLS_A_MINUTE", "CUSTOMER_CALLS_A_MINUTE", "CORS_ORIGIN", "SITE_PROOF", "TABLE_ACCESS", "TABLE_LIMITS")
"""What every function behind the API has but webhooks: given by `infra.functions.model`, never asked for in a row. Also who is counted as
one address, and how often each may call (ADR 60)."""

FACTS = "TABLE_AUDIT_FACTS"
"""Where facts for the audit log go: given by `infra.functions.model`, too."""

RUNS = "TABLE_PLATFORM"
"""Where what runs by the clock notes how it went: given by `infra.functions.model`, too."""

PRICES = ("TAX_PROVIDER_URL",)
"""What every function needs that says what a cart costs."""

PICTURES = ("FORMER_BASE_URLS", "PUBLIC_BASE_URL")
"""What every function needs that tells addresses of the shop's own pictures from others."""

PAGE = (*PICTURES, "BUCKET_DATA", "MEDIA_BASE_URL", "CONTACT_EMAIL", "CONTACT_PHONE")
"""What every function needs that shows a page to buyers."""

SEARCH = ("SEARCH_ENGINE", "OPENSEARCH_URL", "SEARCH_REFRESH_MS", "SEARCH_DIR")
"""What every function needs that reads or writes the search index."""

_ISSUER = "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${UserPool}"
_JWKS = "/.well-known/jwks.json"

_VALUES: dict[str, Node] = {
    "STAGE": ref("Stage"),
    "CLOCK_FILE": ref("ClockFile"),
    "POWERTOOLS_METRICS_NAMESPACE": sub("shop-${Stage}"),
    "EVENT_BUS": ref("EventBus"),
    "BUCKET_DATA": ref("DataBucket"),
    "USER_POOL_ID": ref("UserPool"),
    "USER_POOL_CLIENT_ID": ref("UserPoolClient"),
    "COGNITO_ISSUER": sub(_ISSUER),
    "COGNITO_JWKS_URL": when("OwnCognito", sub("${CognitoEndpoint}/${UserPool}" + _JWKS), sub(_ISSUER + _JWKS)),
    "SECRET_PAYMENTS": sub("shop-${Stage}-payments"),
    "SECRET_COURIERS": sub("shop-${Stage}-couriers"),
    "SECRET_FAPIAO": sub("shop-${Stage}-fapiao"),
    "SECRET_CHANNELS": sub("shop-${Stage}-channels"),
    "SECRET_LINKS": sub("shop-${Stage}-links"),
    "SECRET_WEBHOOKS": sub("shop-${Stage}-webhooks"),
    "SECRET_PRIVACY": sub("shop-${Stage}-privacy"),
    "SECRET_IDENTITY": sub("shop-${Stage}-identity"),
    "PERSONS_KEY": att("PersonsKey", "Arn"),
    "AUDIT_KEY": att("AuditKey", "Arn"),
    "DAYS_KEY": att("DaysKey", "Arn"),
    "PAYMENT_SANDBOX_URL": ref("PaymentSandboxUrl"),
    "COURIER_SANDBOX_URL": ref("CourierSandboxUrl"),
    "STRIPE_URL": ref("StripeUrl"),
    "ALIPAY_URL": ref("AlipayUrl"),
    "WECHATPAY_URL": ref("WechatpayUrl"),
    "UNIONPAY_URL": ref("UnionpayUrl"),
    "UNIONPAY_FILES_URL": ref("UnionpayFilesUrl"),
    "PUBLIC_BASE_URL": ref("PublicBaseUrl"),
    "FORMER_BASE_URLS": ref("FormerBaseUrls"),
    "MEDIA_BASE_URL": ref("MediaBaseUrl"),
    "SITE_PROOF": ref("SiteProof"),
    "ADDRESS_CALLS_A_MINUTE": ref("AddressCallsPerMinute"),
    "CUSTOMER_CALLS_A_MINUTE": ref("CustomerCallsPerMinute"),
    "CORS_ORIGIN": ref("CorsOrigin"),
    "MAIL_FROM": ref("MailFrom"),
    "MAIL_EVENTS": when("IsLocal", "", sub("shop-${Stage}")),
    "CONTACT_EMAIL": ref("ContactEmail"),
    "CONTACT_PHONE": ref("ContactPhone"),
    "DEFAULT_LANGUAGE": ref("DefaultLanguage"),
    "DEFAULT_CURRENCY": ref("DefaultCurrency"),
    "DEFAULT_COUNTRY": ref("DefaultCountry"),
    "STORE_TIMEZONE": ref("StoreTimezone"),
    "TAX_PROVIDER_URL": ref("TaxProviderUrl"),
    "ATHENA": when("WithAthena", sub("shop_${Stage}"), ""),
    "SEARCH_ENGINE": ref("SearchEngine"),
    "OPENSEARCH_URL": ref("OpenSearchUrl"),
    "SEARCH_REFRESH_MS": ref("SearchRefreshMs"),
    "SEARCH_DIR": ref("SearchDir"),
}


def value_of(variable: str) -> Node:
    """The template value of a variable; KeyError for one nobody defined."""
    kind, _, rest = variable.partition("_")
    if kind == "TABLE":
        return ref(logical(rest.lower().replace("_", "-"), "Table"))
    if kind == "QUEUE" and rest.endswith("_DLQ"):
        return ref(logical(rest.removesuffix("_DLQ").lower().replace("_", "-"), "Dlq"))
    if kind == "QUEUE":
        return ref(logical(rest.lower().replace("_", "-"), "Queue"))
    return _VALUES[variable]
