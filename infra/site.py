"""What the shop is told of its own addresses. They are known only when the edge stands, which is brought last; so a deployment that finds
the domains told otherwise brings them once more. And what its distribution is known by."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_urlsafe

from infra.faults import InfraError


class HalfADomain(InfraError):
    """A domain name without its certificate, or the other way round."""


def addresses(before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """To be told besides `given`, where the stage had the settings `before`: what the shop was called so far, because addresses of pictures
    were stored with it. Raises HalfADomain."""
    wanted = {**before, **given}
    if bool(wanted.get("DomainName")) != bool(wanted.get("CertificateArn")):
        raise HalfADomain("DomainName and CertificateArn go together: CloudFront serves a name only with a certificate for it.")
    last = before.get("PublicBaseUrl", "")
    if not last or last == wanted["PublicBaseUrl"]:
        return {}
    former = [one for one in wanted.get("FormerBaseUrls", "").split(",") if one]
    return {"FormerBaseUrls": ",".join(dict.fromkeys([*former, last]))}


def proof(before: Mapping[str, str]) -> dict[str, str]:
    """Made once. What has it in its hands can make up where a caller is, and nothing else; so it is a setting, and no secret."""
    return {"SiteProof": before.get("SiteProof") or token_urlsafe(24)}


def told_anew(told: Mapping[str, str], site_url: str) -> dict[str, str]:
    """What the domains must be told now that the distribution is there; empty when they know. An address chosen for the shop stays."""
    if not site_url:
        return {}
    wanted = {"MediaBaseUrl": site_url, "PublicBaseUrl": told.get("PublicBaseUrl") or site_url}
    return {name: value for name, value in wanted.items() if told.get(name) != value}
