"""Consents by purpose and words, of customers and of addresses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from functions.privacy import Consent, Purpose, Source, email_key, note_consents
from functions.privacy.app import app
from functions.shared.events.envelope import Actor
from functions.shared.sealing import PrivacyTable
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

ME, CONSENTS, STAFF = "/v1/me/consents", "/v1/me/consents", "/v1/admin/consents"
YES = {"purpose": "marketing_email", "given": True, "text_version": "2026-11"}
NO = {"purpose": "marketing_email", "given": False}


def state(answer_json: dict[str, list[dict[str, object]]], purpose: str = "marketing_email") -> tuple[object, object, object]:
    one = next(one for one in answer_json["data"] if one["purpose"] == purpose)
    return one["given"], one["text_version"], one["source"]


def test_a_consent_has_its_purpose_its_words_and_its_date() -> None:
    """H14"""
    me = Client(app, bearer())
    assert {one["given"] for one in me.get(ME).json["data"]} == {False}
    said = me.put(ME, {"consents": [YES, {"purpose": "analytics", "given": False}]}, idempotency_key="k")
    assert (said.status, state(said.json)) == (200, (True, "2026-11", "account"))
    assert me.put(ME, {"consents": [YES, {"purpose": "analytics", "given": False}]}, idempotency_key="k").json == said.json
    assert me.get(ME).json == said.json
    assert state(me.put(ME, {"consents": [NO]}).json) == (False, None, "account")
    told = [(*map(event.data.get, ("purpose", "given", "taken_back")),) for event in events_in(PrivacyTable, "consent.decided")]
    assert sorted(told) == [("analytics", False, False), ("marketing_email", False, True), ("marketing_email", True, False)]


def test_who_agrees_agrees_to_words_and_says_it_once() -> None:
    """Bad input"""
    me = Client(app, bearer())
    for wrong in ([], [{"purpose": "marketing_email", "given": True}], [YES, NO], [{**YES, "purpose": "fun"}], [{**YES, "given": "maybe"}]):
        assert me.put(ME, {"consents": wrong}).status == 422
    assert Client(app).put(ME, {"consents": [YES]}).code == "unauthenticated"
    assert events_in(PrivacyTable) == []


def test_staff_note_what_guests_say_and_undo_no_refusal() -> None:
    """H14: also of an address without an account, in any spelling; it is in no table."""
    staff, of = Client(app, bearer("manager")), {"email": "Ada@Example.com"}
    assert state(staff.put(STAFF, {**of, "consents": [YES]}).json) == (True, "2026-11", "staff")
    assert state(staff.put(STAFF, {"email": "ada@example.com", "consents": [NO]}).json) == (False, None, "staff")
    assert state(staff.put(STAFF, {**of, "consents": [YES]}).json) == (False, None, "staff")
    assert state(staff.get(f"{STAFF}?email=ADA@example.com").json) == (False, None, "staff")
    assert not any("example.com" in str(item.serialize()) for item in PrivacyTable.scan())
    for wrong in ("", "?email=nobody", "?email=a@example.com&customer_id=cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", "?customer_id=cus_1"):
        assert staff.get(STAFF + wrong).status == 422
    assert Client(app, bearer("analyst")).get(f"{STAFF}?email=ada@example.com").code == "forbidden"


def test_an_import_is_told_that_an_opt_out_was_kept() -> None:
    """Case 6 of the people"""
    person, file = email_key("ada@example.com"), Actor("system", "import")
    yes = Consent(Purpose.MARKETING_EMAIL, True, "shopify", Source.IMPORT, "2024-01-01T00:00:00.000Z")
    no = Consent(Purpose.MARKETING_EMAIL, False, "", Source.UNSUBSCRIBE, "2026-01-01T00:00:00.000Z")
    assert note_consents(person, [yes], actor=file, remember=lambda _: []).changed == ["marketing_email"]
    assert note_consents(person, [no], actor=file, remember=lambda _: []).changed == ["marketing_email"]
    noted = note_consents(person, [yes], actor=file, remember=lambda _: [])
    assert (noted.changed, noted.counts) == ([], [no])


def test_decisions_at_the_same_time_are_all_kept() -> None:
    """One after the other: each has its event, and the last one counts."""
    me = bearer()
    calls = [{**YES, "text_version": str(n)} for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: Client(app, me).put(ME, {"consents": [one]}).status, calls))
    assert answers == [200] * 6
    told = [event.data["text_version"] for event in events_in(PrivacyTable, "consent.decided")]
    assert sorted(told) == [str(n) for n in range(6)]
    assert state(Client(app, me).get(ME).json)[1] in told
