"""What a deployment tells the shop of its addresses, which are known when it is nearly done."""

from __future__ import annotations

import pytest

from infra.site import HalfADomain, addresses, proof, told_anew

SITE = "https://d1.cloudfront.example"
FORMER = "https://a1.execute-api.example/prod"


def test_a_first_deployment_tells_the_domains_where_the_shop_stands() -> None:
    assert told_anew({"Stage": "prod"}, SITE) == {"MediaBaseUrl": SITE, "PublicBaseUrl": SITE}


def test_the_next_one_has_nothing_to_tell() -> None:
    assert told_anew({"MediaBaseUrl": SITE, "PublicBaseUrl": SITE}, SITE) == {}


def test_an_address_that_was_chosen_stays() -> None:
    """Also that of a stage of before, whose links go on to lead to the gateway until somebody says otherwise."""
    assert told_anew({"PublicBaseUrl": FORMER}, SITE) == {"MediaBaseUrl": SITE}


def test_the_local_stage_has_no_distribution() -> None:
    assert told_anew({"PublicBaseUrl": "http://localhost:8000"}, "") == {}


@pytest.mark.parametrize(
    ("before", "given", "told"),
    [
        ({}, {"PublicBaseUrl": SITE}, {}),
        ({"PublicBaseUrl": ""}, {"PublicBaseUrl": SITE}, {}),
        ({"PublicBaseUrl": SITE}, {}, {}),
        ({"PublicBaseUrl": SITE}, {"PublicBaseUrl": SITE}, {}),
        ({"PublicBaseUrl": FORMER}, {"PublicBaseUrl": SITE}, {"FormerBaseUrls": FORMER}),
        ({"PublicBaseUrl": SITE, "FormerBaseUrls": FORMER}, {"PublicBaseUrl": "https://s"}, {"FormerBaseUrls": f"{FORMER},{SITE}"}),
        ({"PublicBaseUrl": FORMER, "FormerBaseUrls": FORMER}, {"PublicBaseUrl": SITE}, {"FormerBaseUrls": FORMER}),
    ],
)
def test_what_the_shop_was_called_before_is_remembered(before: dict[str, str], given: dict[str, str], told: dict[str, str]) -> None:
    assert addresses(before, given) == told


def test_the_distribution_s_proof_is_made_once() -> None:
    made = proof({})["SiteProof"]
    assert len(made) == 32
    assert proof({"SiteProof": made}) == {"SiteProof": made}


@pytest.mark.parametrize("given", [{"DomainName": "shop.example"}, {"CertificateArn": "arn:aws:acm:us-east-1:1:certificate/c"}])
def test_half_a_domain_is_refused_before_anything_is_changed(given: dict[str, str]) -> None:
    with pytest.raises(HalfADomain, match="go together"):
        addresses({}, given)
    assert addresses({"DomainName": "shop.example"}, {"CertificateArn": "arn", **given}) == {}
