"""From a call under /v1/admin to its row, as staff reads it."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.lists.counted import counted
from functions.audit.app import app as audit
from functions.audit.log import find_rows
from functions.catalog.app import app as catalog
from functions.privacy.app import app as privacy
from functions.shared.audit.facts import FactRecord
from functions.shared.http.audit.told import READ
from tests.integration.audit.keeping import chained, waiting
from tests.integration.catalog.support import product_body
from tests.support.http import Client
from tests.support.identity import bearer

LOG, PRODUCTS, CONSENTS = "/v1/admin/audit_log", "/v1/admin/products", "/v1/admin/consents"
ADA = "cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"


@pytest.fixture
def owner() -> Client:
    return Client(catalog, bearer("owner"), audit, privacy)


def rows(owner: Client, query: str = "") -> list[dict[str, Any]]:
    chained()
    answer = owner.get(LOG + query)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["data"]
    return found


def test_a_write_has_its_row(owner: Client) -> None:
    """X25, O04: who, what, when, from where, and of what was sent the fields that changed."""
    made = owner.post(PRODUCTS, product_body(), idempotency_key="k").json
    sent = {"title": made["title"] | {"en": "A better board"}, "tags": made["tags"]}
    assert owner.patch(f"{PRODUCTS}/{made['id']}", sent).status == 200
    changed, created = rows(owner)
    assert (changed["action"], changed["subject"], changed["actor"]["kind"]) == ("PATCH /v1/admin/products/{id}", made["id"], "staff")
    assert (changed["before"], changed["after"]) == ({"title": {"en": made["title"]["en"]}}, {"title": {"en": "A better board"}})
    assert (created["action"], created["subject"], created["number"]) == ("POST /v1/admin/products", made["id"], 1)
    assert changed["previous"] == created["hash"]
    assert changed["source_ip"]
    assert changed["request_id"]


def test_what_is_refused_or_told_again_leaves_no_row(owner: Client) -> None:
    """A row tells what was done. Who shops leaves none."""
    body = product_body()
    owner.post(PRODUCTS, body, idempotency_key="k")
    assert owner.post(PRODUCTS, body, idempotency_key="k").headers["idempotent-replayed"] == "true"
    assert owner.post(PRODUCTS, body, idempotency_key="j").status == 409
    assert owner.post(PRODUCTS, {}).status == 422
    assert Client(catalog, bearer("analyst")).post(PRODUCTS, body).status == 403
    Client(catalog).get("/v1/products")
    Client(privacy, bearer()).put("/v1/me/consents", {"consents": [{"purpose": "analytics", "given": False}]})
    assert [record.pk for record in waiting()] == [row["id"] for row in rows(owner)]
    assert len(rows(owner)) == 1


def test_a_look_at_a_person_is_told(owner: Client) -> None:
    """O04: whose data was read, also what was written of them; not what it says."""
    owner.put(CONSENTS, {"email": "ada@example.com", "consents": [{"purpose": "analytics", "given": False}]})
    owner.get(f"{CONSENTS}?customer_id={ADA}")
    read, wrote = rows(owner)
    assert (read["action"], read["after"]["operation"], read["actor"]["kind"]) == (READ, f"GET {CONSENTS}", "staff")
    assert wrote["after"]["email"] == "***"
    assert "ada@" not in str([record.body for record in FactRecord.scan()])


def test_the_log_is_searched_in_pages(owner: Client) -> None:
    """X25: by who, to what, when, what."""
    other = Client(catalog, bearer("owner"), audit)
    ids = [one.post(PRODUCTS, product_body()).json["id"] for one in (owner, other, owner)]
    found = rows(owner)
    me, them = found[0]["actor"]["id"], found[1]["actor"]["id"]
    assert [row["subject"] for row in found] == ids[::-1]
    assert [row["subject"] for row in rows(owner, f"?actor={them}")] == [ids[1]]
    assert [row["actor"]["id"] for row in rows(owner, f"?subject={ids[0]}")] == [me]
    assert (rows(owner, "?action=PATCH"), rows(owner, "?to=2020-01-01"), len(rows(owner, "?from=2020-01-01"))) == ([], [], 3)
    assert [row["subject"] for row in rows(owner, f"?q={ids[2].lower()}&action=POST%20/v1/admin")] == [ids[2]]
    page = owner.get(f"{LOG}?limit=2").json
    rest = owner.get(f"{LOG}?limit=2&cursor={page['next_cursor']}").json
    assert [row["subject"] for row in (*page["data"], *rest["data"])] == ids[::-1]


def test_by_words_a_call_looks_at_so_many_rows_and_goes_on(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """ADR 179: no list knows words; a page ends at its last row also where more were read, and none comes twice or is left out."""
    monkeypatch.setattr(find_rows, "_MOST_LOOKED", 4)
    monkeypatch.setattr(find_rows, "_AT_ONCE", 4)
    ids = [owner.post(PRODUCTS, product_body()).json["id"] for _ in range(9)]
    assert [row["subject"] for row in rows(owner)] == ids[::-1]
    seen, cursor = list[list[str]](), ""
    while True:
        with counted() as read:
            page = owner.get(f"{LOG}?action=POST%20/v1/admin&q={ids[1]}&limit=1{cursor}").json
        assert read.rows <= 4
        seen.append([row["subject"] for row in page["data"]])
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [one for some in seen for one in some] == [ids[1]]
    assert seen[:2] == [[], [ids[1]]]
    pages = owner.get(f"{LOG}?action=POST%20/v1/admin&limit=3").json
    more = owner.get(f"{LOG}?action=POST%20/v1/admin&limit=3&cursor={pages['next_cursor']}").json
    assert [row["subject"] for row in pages["data"] + more["data"]] == ids[:2:-1]


def test_who_may_read_it() -> None:
    """Bad input, and everybody else."""
    for role, status in (("owner", 200), ("manager", 403), ("support", 403)):
        assert Client(audit, bearer(role)).get(LOG).status == status
    assert Client(audit).get(LOG).status == 401
    for query, status in (("limit=0", 422), ("from=yesterday", 422), ("actor=", 422), ("cursor=x", 400), ("what=1", 422)):
        assert Client(audit, bearer("owner")).get(f"{LOG}?{query}").status == status
