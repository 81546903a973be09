"""P06: every document of settings keeps its versions with who wrote them, and can be brought back to one; findings, case 15."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.access import app as access
from functions.aftersales import app as aftersales
from functions.agents import app as agents
from functions.catalog import app as catalog
from functions.invoices import app as invoices
from functions.loyalty import app as loyalty
from functions.marketing import app as marketing
from functions.notifications import app as notifications
from functions.orders import app as orders
from functions.payments import app as payments
from functions.platform import app as platform
from functions.platform.settings import site as site_store
from functions.platform.settings.register import DOCUMENTS
from functions.pricing import app as pricing
from functions.privacy import app as privacy
from functions.reports import app as reports
from functions.shared.documents import records
from functions.shared.store.records import find
from functions.shared.store.transactions import transact
from functions.shipping import app as shipping
from functions.stock import app as stock
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

APPS = [
    one.app
    for one in (
        platform, access, aftersales, agents, catalog, invoices, loyalty, marketing, notifications, orders, payments, pricing, privacy,
        reports, shipping, stock,
    )
]  # fmt: skip
SITE = "/v1/admin/site_settings"
ENTITY = {
    "id": "de", "name": "Example GmbH", "street": "Musterweg 1", "city": "Berlin", "country": "DE", "timezone": "Europe/Berlin",
    "vat_number": "DE136695976",
}  # fmt: skip
CHANGES: dict[str, dict[str, Any]] = {
    "carrier_scores": {"score_weight": 7},
    "cart_reminders": {"holdout": 20, "enabled": True},
    "checkout": {"hold_minutes": 45},
    "customer_tags": {"tags": [{"tag": "vip", "name": "VIP"}]},
    "checkout_hooks": {"tax": {"url": "https://hooks.example.com/", "enabled": False, "time_limit_ms": 500, "on_failure": "refuse"}},
    "agents": {"blocked": ["bots.example"], "calls_per_minute": 60},
    "channels": {"channels": [{"id": "app", "name": "App", "warehouses": ["main"]}]},
    "exchange_rates": {"rates": [{"id": "cny-usd", "base": "CNY", "currency": "USD", "rate": "0.14"}]},
    "feeds": {"feeds": [{"code": "de", "country": "DE", "language": "de", "kinds": ["google"], "seller_name": "Shop"}]},
    "exception_limits": {"stuck_hours": 99},
    "invoices": {"entities": [ENTITY]},
    "markets": {"markets": [{"code": "eu", "name": "EU", "countries": ["DE"], "currency": "EUR"}]},
    "media": {"animation": "first_frame"},
    "member_levels": {"keep_days": 60, "levels": [{"code": "gold", "name": {"zh": "金卡"}, "begins": 9, "keeps": 9}]},
    "message_rules": {"inbox_days": 40},
    "missions": {"missions": [{"code": "hi", "name": {"en": "Hi"}, "cause": "registered", "points": 5}]},
    "moderation": {"hours": 48, "words": {"zh": ["假货"]}},
    "passkeys": {"sites": [{"id": "shop.example", "origins": ["https://shop.example", "https://www.shop.example"]}]},
    "payments": {"goodwill_days": 30},
    "points_programme": {"most_percent": 30, "valid_days": None},
    "price_lists": {"price_lists": [{"code": "gold", "name": "Gold", "currency": "CNY", "groups": ["level:gold"]}]},
    "report_mails": {"mails": [{"id": "week", "label": "Week", "period": "week", "language": "en", "recipients": [], "hour": 8}]},
    "retention": {"consent": {"*": 2000}},
    "return_policies": {"answer_hours": 12},
    "risk": {"review_hours": 5},
    "share_settings": {"enabled": True, "window_days": 30},
    "site": {"name": {"en": "Shop 🛍", "zh": "商店"}, "colours": {"primary": "#0057B8"}},
    "stock": {"low_at": 9},
    "verification": {"required": ["phone"]},
}
"""What is changed of those that are one resource."""
NOT_SENT = {"carrier_scores": {"data", "next_cursor", "suspended"}}


@pytest.fixture
def owner() -> Client:
    site_store.forget()
    return Client(APPS[0], bearer("owner"), *APPS[1:])


def restored(owner: Client, document: str, version: int) -> Answer:
    method, _, path = next(one.restored_by for one in DOCUMENTS if one.name == document).partition(" ")
    return owner.call(method, path, {"version": version})


def said(owner: Client, document: str, version: int) -> Any:
    (row,) = owner.get(f"/v1/admin/settings/{document}?version={version}").json["data"]
    return row["content"]


def history(owner: Client, document: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = owner.get(f"/v1/admin/settings/{document}").json["data"]
    return rows


@pytest.mark.parametrize("document", CHANGES)
def test_a_document_is_sent_back_as_it_was_read_and_goes_back_to_what_it_was(owner: Client, document: str) -> None:
    path = next(one.paths[0] for one in DOCUMENTS if one.name == document)
    read = owner.get(path).json
    first = {name: value for name, value in read.items() if name not in NOT_SENT.get(document, ())}
    whole = first | CHANGES[document]
    changed = owner.put(path, whole)
    assert changed.status == 200, changed.text
    assert owner.put(path, whole).code == "version_conflict", "what was read is no longer what is there"
    rows = history(owner, document)
    assert [row["version"] for row in rows][-2:] == [first["version"] + 1, first["version"]]
    assert (rows[-2]["by_kind"], bool(rows[-2]["by"]), rows[-1]["by"]) == ("staff", True, None)
    assert {pointer.split("/")[1] for pointer in rows[-2]["changed"]} == set(CHANGES[document])

    back = restored(owner, document, first["version"])
    if document == "invoices":
        assert back.code == "entity_missing", "today's rules judge it: a legal entity stays"
        return
    assert back.status == 200, back.text
    now = owner.get(path).json
    assert {k: v for k, v in now.items() if k != "version"} == {k: v for k, v in read.items() if k != "version"}
    newest = history(owner, document)[0]
    assert (newest["version"], newest["restored"]) == (now["version"], first["version"])
    kept = said(owner, document, first["version"] + 1)
    assert set(CHANGES[document]) <= set(kept)


def test_sections_of_several_resources_are_one_document(owner: Client) -> None:
    rate = {"name": "VAT", "rate": "0.19", "country": "DE"}
    zone = {"name": "Germany", "areas": [{"country": "DE"}], "rates": [{"carrier": "manual", "currency": "EUR", "first_fee": 490}]}
    rule = {"code": "large", "reason": "Call them.", "amount_from": {"amount": 100000, "currency": "EUR"}}
    made_of = {"tax": ("tax_rates", rate), "shipping": ("shipping_zones", zone), "review_rules": ("review_rules", rule)}
    for document, (resource, body) in made_of.items():
        path = f"/v1/admin/{resource}"
        before = owner.get(path).json["data"]
        made = owner.post(path, body)
        assert made.status == 201, made.text
        assert [row["version"] for row in history(owner, document)] == [1, 0]
        known = owner.get(path).json["data"]
        assert restored(owner, document, 0).status == 200
        assert _bare(owner.get(path).json["data"]) == _bare(before)
        assert restored(owner, document, 1).status == 200
        assert _bare(owner.get(path).json["data"]) == _bare(known)
    assert owner.put("/v1/admin/shipping_calendar", {"cut_off_hour": 9}).status == 200
    assert history(owner, "shipping")[0]["changed"] == ["/calendar/cut_off_hour"]
    assert owner.put("/v1/admin/tax_settings", {"included_in": ["DE"]}).status == 200
    assert history(owner, "tax")[0]["changed"] == ["/included_in"]


def _bare(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "version"} for row in rows]


def test_the_index_names_all_documents_that_somebody_may_read(owner: Client) -> None:
    owner.patch(SITE, {"name": {"en": "A"}})
    rows = {row["document"]: row for row in owner.get("/v1/admin/settings").json["data"]}
    assert set(rows) == {one.name for one in DOCUMENTS}
    assert (rows["site"]["last"]["version"], rows["tax"]["last"]) == (1, None)
    declared = {str(op) for app in APPS for op in app.operations if op.summary.startswith("Go back to a version of the settings ")}
    assert declared == {row["restored_by"] for row in rows.values()}
    for role, sees in (("manager", True), ("support", False)):
        answer = Client(platform.app, bearer(role)).get("/v1/admin/settings")
        assert (answer.status == 200) is sees
    assert owner.get("/v1/admin/settings/nothing").status == 404
    for number, status in (("9", 404), ("-1", 422), ("x", 422), ("1" * 400, 422)):
        assert owner.get(f"/v1/admin/settings/site?version={number}").status == status
    assert restored(owner, "site", 77).status == 404


def test_two_who_change_different_fields_both_have_them(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def other() -> None:
        assert owner.patch(SITE, {"contact_email": "help@example.com"}).status == 200

    in_between(monkeypatch, site_store, "check_version", other)
    assert owner.patch(SITE, {"name": {"en": "Mine"}}).status == 200
    now = owner.get(SITE).json
    assert (now["name"], now["contact_email"], now["version"]) == ({"en": "Mine"}, "help@example.com", 2)
    assert [row["version"] for row in history(owner, "site")] == [2, 1, 0]
    assert owner.put(SITE, now | {"version": 1}).code == "version_conflict"
    assert owner.put(SITE, {name: value for name, value in now.items() if name != "version"}).status == 422, "it says what it read"


def test_a_version_keeps_its_author_and_a_refused_write_leaves_none(owner: Client) -> None:
    owner.patch(SITE, {"name": {"en": "A"}})
    first = find(records.VersionRecord, "DOC#site", f"{1:012d}")
    assert first is not None
    for write in records.version_writes("site", records.Version(1, "2026-01-01T00:00:00Z", "staff", "somebody_else"), {}):
        transact([write])
    again = find(records.VersionRecord, "DOC#site", f"{1:012d}")
    assert again is not None
    assert again.body == first.body
    assert said(owner, "site", 1)["name"] == {"en": "A"}
    assert owner.patch(SITE, {"name": {"en": "B"}}, If_Match='"7"').code == "version_conflict"
    assert owner.patch(SITE, {"name": {"en": "A"}}).json["version"] == 1, "nothing changed"
    assert len(history(owner, "site")) == 2


def test_a_version_that_todays_rules_refuse_is_not_brought_back(owner: Client) -> None:
    unfit = {"name": {"en": "A"}, "logo_url": "javascript:alert(1)"}
    for write in records.version_writes("site", records.Version(5), unfit):
        transact([write])
    refused = restored(owner, "site", 5)
    assert (refused.code, refused.json["errors"][0]["pointer"]) == ("version_unfit", "/logo_url")
    assert owner.get(SITE).json["version"] == 0


def test_what_is_too_large_for_an_item_is_kept_in_parts(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_PART", 40)
    address = {"en": "".join(chr(0x4E00 + n * 7 % 5000) for n in range(400))}
    assert owner.patch(SITE, {"legal_address": address}).status == 200
    assert said(owner, "site", 1)["legal_address"] == address


@pytest.mark.parametrize(
    "said",
    [
        {"name": {"english": "A"}}, {"name": {"en": " "}}, {"name": None}, {"logo_url": "http://a b"}, {"logo_url": "https://user@x.example"},
        {"colours": {"primary": "red"}}, {"colours": {"shadow": "#000000"}}, {"contact_email": "nobody"}, {"unknown": 1},
        {"name": {"en": "x" * 101}}, {"version": -1}, {"version": True},
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_the_shop_is_refused(owner: Client, said: dict[str, Any]) -> None:
    assert owner.patch(SITE, said).status == 422
    assert owner.get(SITE).json["version"] == 0


def test_everybody_reads_what_the_shop_is_called(owner: Client) -> None:
    owner.patch(SITE, {"name": {"en": "<script>"}, "colours": {"primary": "#ABCDEF"}})
    answer = Client(platform.app).get("/v1/site")
    assert (answer.json["name"], answer.json["colours"], answer.json["timezone"]) == (
        {"en": "<script>"},
        {"primary": "#abcdef"},
        "Asia/Shanghai",
    )
    seconds = int(answer.headers["cache-control"].partition("max-age=")[2].partition(",")[0])
    assert seconds + site_store.KEEP_SECONDS < 60, "a change is live within a minute"
    assert json.loads(answer.text)
