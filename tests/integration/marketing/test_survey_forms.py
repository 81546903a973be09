"""K06: a form with typed questions goes to a segment; each answers once; what the file and the results say are the stored answers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.aftersales.app import app as aftersales
from functions.aftersales.app import follow_returns
from functions.aftersales.store.records import AftersalesTable, SurveyRecord
from functions.aftersales.surveys.forms import answers_file, write_form
from functions.marketing.app import note_outcomes
from functions.marketing.store.records import MarketingTable
from functions.notifications import app as notifications
from functions.privacy.store import belongings
from tests.integration.marketing import shop
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

FORMS = "/v1/admin/survey_forms"
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}


def say(en: str) -> dict[str, str]:
    return {"en": en, "zh": f"{en}？"}


QUESTIONS: list[Any] = [
    {"id": "stars", "kind": "rating", "text": say("In all"), "required": True},
    {
        "id": "why",
        "kind": "choices",
        "text": say("Why"),
        "options": [{"id": one, "text": say(one)} for one in ("price", "goods")],
        "leaving": True,
    },
    {"id": "words", "kind": "text", "text": say("Else <b>")},
    {"id": "age", "kind": "number", "text": say("Age"), "lowest": 0, "highest": 120},
]


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    yield
    shop.forget_mails()


def staff(role: str = "manager") -> Client:
    return Client(aftersales, bearer(role, subject=shop.SUBJECT))


def form(questions: list[Any] = QUESTIONS, **more: Any) -> Answer:
    return staff().post(FORMS, {"title": say("How do you find us"), "questions": questions, **more})


def asked(form_id: str) -> tuple[str, list[str]]:
    """A campaign, and the links that it sent, by address."""
    one = shop.campaign(shop.segment(), kind="survey", form_id=form_id, template=None, values=None)
    assert shop.schedule(one).status == 200
    shop.forget_mails()
    shop.mailbox()
    before = {event.id for event in events_in(AftersalesTable, "survey.sent")}
    shop.due_work()
    for _ in range(2):
        shop.heard(follow_returns, events_in(MarketingTable, "marketing.survey_requested"))
    told = [event for event in events_in(AftersalesTable, "survey.sent") if event.id not in before]
    shop.heard(notifications.notify, [*told, *told])
    found = sorted((mail.destinations["ToAddresses"][0], re.findall(r"/o/survey/[0-9a-z]+", str(mail.body))[0]) for mail in shop.mails())
    return one, [link for _, link in found]


def posted(link: str, *fields: tuple[str, str]) -> Answer:
    return Client(aftersales).call("POST", link, urlencode([("lang", "en"), *fields]).encode(), TYPED)


def rows(form_id: str, role: str = "manager", **query: str) -> list[dict[str, str]]:
    answer = staff(role).get(f"{FORMS}/{form_id}/answers.csv?{urlencode(query)}")
    assert answer.status == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_from_the_form_to_the_file() -> None:
    """K06"""
    people = [shop.a_customer(number, agrees=False) for number in (1, 2, 3)]
    made = form().json
    campaign, links = asked(made["id"])
    assert len(links) == 3
    assert "How do you find us" in shop.mails()[0].subject
    for _ in range(3):
        page = Client(aftersales).get(f"{links[0]}?lang=en").text
    assert all(part in page for part in ("How do you find us", "Else &lt;b&gt;", 'type="checkbox"', 'type="number"', 'name="a_words"'))

    again = posted(links[0], ("a_stars", ""), ("a_why", "price"), ("a_words", "<script>x"), ("a_age", "999"))
    assert (again.status, "Please answer this." in again.text, "It is out of range." in again.text) == (422, True, True)
    assert ("<script>" in again.text, "&lt;script&gt;x" in again.text, "checked" in again.text) == (False, True, True)
    good = [("a_stars", "4"), ("a_why", "goods"), ("a_why", "price"), ("a_words", "=1+1"), ("a_age", "30")]
    assert "Thank you" in posted(links[0], *good).text
    assert "Thank you" in posted(links[0], ("a_stars", "1")).text

    api = links[1].replace("/o/", "/v1/").replace("/survey/", "/surveys/")
    client = Client(aftersales)
    assert [one["id"] for one in client.get(api).json["form"]["questions"]] == ["stars", "why", "words", "age"]
    for body, pointer in (
        ({"score": 5}, "/score"), ({"answers": {}}, "/answers/stars"), ({"answers": {"stars": 9}}, "/answers/stars"),
        ({"answers": {"stars": 5, "no": 1}}, "/answers/no"), ({"answers": {"stars": 5, "why": ["x"]}}, "/answers/why"),
    ):  # fmt: skip
        refused = client.post(f"{api}/answer", body)
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer), refused.text
    assert client.post(f"{api}/answer", {"answers": {"stars": 5, "words": "好"}}).status == 200
    assert client.post(f"{api}/answer", {"answers": {"stars": 1}}).code == "already_answered"

    # M07: options alone leave the survey.
    assert [event.data["leaving"] for event in events_in(AftersalesTable, "survey.answered")] == [["goods", "price"], []]

    found = rows(made["id"])
    assert [(row["stars"], row["why"], row["words"], row["age"], row["campaign_id"], row["form_version"]) for row in found] == [
        ("4", "price;goods", "'=1+1", "30", campaign, "1"),
        ("5", "", "好", "", campaign, "1"),
    ]
    assert [(row["person"], row["email"]) for row in found] == [(people[0], "c***@example.com"), (people[1], "c***@example.com")]
    assert [row["email"] for row in rows(made["id"], "owner", unmask="true")] == ["c1@example.com", "c2@example.com"]
    assert staff("analyst").get(f"{FORMS}/{made['id']}/answers.csv").status == 403
    results = staff().get(f"{FORMS}/{made['id']}/results?campaign={campaign}").json
    assert (results["answered"], [(one["question"], one["answers"], one["counts"], one["average"]) for one in results["questions"]]) == (
        2,
        [
            ("stars", 2, {"4": 1, "5": 1}, "4.50"), ("why", 1, {"price": 1, "goods": 1}, None), ("words", 2, {}, None),
            ("age", 1, {"30": 1}, "30.00"),
        ],
    )  # fmt: skip
    # What they wrote is theirs: sealed where it lies, found when they ask for it.
    assert "=1+1" not in "".join(str(record.body) for record in SurveyRecord.scan(SurveyRecord.kind == "survey"))
    assert [one.item.kind for one in belongings.of_customer(people[0]) if one.item.pk.startswith("SRV#")].count("survey") == 1


def test_who_was_asked_answers_what_they_were_asked() -> None:
    """K06: a form edited during a campaign, and closed."""
    shop.a_customer(1, agrees=False)
    made = form().json
    _, (first,) = asked(made["id"])
    path = f"{FORMS}/{made['id']}"
    body = {"title": say("Anew"), "questions": [{**QUESTIONS[0], "required": False}, {"id": "new", "kind": "text", "text": say("New")}]}
    changed = staff().put(path, body)
    assert (changed.status, changed.json["number"], staff().get(f"{path}?number=1").json["questions"][1]["id"]) == (200, 2, "why")
    assert staff().put(path, {**body, "questions": [{**QUESTIONS[0], "highest": 10}]}).code == "question_changed"
    assert "How do you find us" in Client(aftersales).get(f"{first}?lang=en").text
    _, (second,) = asked(made["id"])
    assert "Anew" in Client(aftersales).get(f"{second}?lang=en").text
    assert posted(first, ("a_stars", "2"), ("a_why", "price")).status == 200
    assert posted(second, ("a_new", "x")).status == 200
    assert [(row["form_version"], row["stars"], row["why"], row["new"]) for row in rows(made["id"])] == [
        ("1", "2", "price", ""),
        ("2", "", "", "x"),
    ]
    _, (third,) = asked(made["id"])
    assert staff().put(path, {**body, "is_open": False}).json["number"] == 2
    assert (posted(third, ("a_new", "x")).status, "over" in Client(aftersales).get(f"{third}?lang=en").text) == (409, True)
    closed = shop.campaign(shop.segment(), kind="survey", form_id=made["id"], template=None, values=None)
    assert shop.schedule(closed).code == "form_closed"


def test_a_form_that_is_closed_after_it_was_scheduled_is_sent_to_nobody_and_nobody_counts_as_asked() -> None:
    """K06: before its time the campaign stops; what was requested already is held back, and said so."""
    shop.a_customer(1, agrees=False)
    made = form().json
    path, body = f"{FORMS}/{made['id']}", {"title": say("How do you find us"), "questions": QUESTIONS}
    early, late = (shop.campaign(shop.segment(), kind="survey", form_id=made["id"], template=None, values=None) for _ in range(2))
    assert shop.schedule(early).status == 200
    shop.due_work()
    requested = events_in(MarketingTable, "marketing.survey_requested")
    assert len(requested) == 1
    assert shop.schedule(late).status == 200
    assert staff().put(path, {**body, "is_open": False}).status == 200
    shop.due_work()
    assert events_in(MarketingTable, "marketing.survey_requested") == requested
    stopped = shop.staff().get(f"/v1/admin/message_campaigns/{late}").json
    assert (stopped["state"], stopped["problem"]) == ("cancelled", "form_closed")
    for _ in range(2):
        shop.heard(follow_returns, requested)
    assert events_in(AftersalesTable, "survey.sent") == []
    for _ in range(2):
        shop.heard(note_outcomes, events_in(AftersalesTable, "survey.withheld"))
    assert shop.figures(early)["held_back"] == {"form_closed": 1}


def test_more_rows_than_a_file_has_come_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """K06: nothing is cut, nothing comes twice; a cursor is of its own list."""
    for number in (1, 2, 3):
        shop.a_customer(number, agrees=False)
    made = form().json
    _, links = asked(made["id"])
    for link in links:
        posted(link, ("a_stars", "4"))
    monkeypatch.setattr(answers_file, "MOST_ROWS", 2)
    path = f"{FORMS}/{made['id']}/answers.csv"
    assert staff().get(path).code == "too_large"
    first = staff().get(f"{path}?paged=true&from=2020-01-01")
    following = re.fullmatch(r'<(.+)>; rel="next"', first.headers["link"])
    assert following is not None
    second = staff().get(following[1])
    found = [list(csv.DictReader(io.StringIO(one.text))) for one in (first, second)]
    assert ([len(one) for one in found], "link" in second.headers) == ([2, 1], False)
    assert len({row["survey_id"] for one in found for row in one}) == 3
    other = form().json["id"]
    assert staff().get(following[1].replace(made["id"], other)).code == "invalid_cursor"


def test_of_two_who_change_a_form_at_once_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """K06: no version that somebody was asked by is written over."""
    made = form().json
    path, body = f"{FORMS}/{made['id']}", {"title": say("How do you find us"), "questions": QUESTIONS[:2]}
    theirs = {**body, "questions": QUESTIONS[:1]}
    in_between(monkeypatch, write_form, "get_form", lambda: staff().put(path, theirs, If_Match=str(made["version"])))
    late = staff().put(path, body, If_Match=str(made["version"]))
    now = staff().get(path).json
    assert (late.status, now["number"], len(now["questions"])) == (409, 2, 1), late.text


def test_forms_that_nobody_can_answer_are_refused() -> None:
    """K06"""
    text = {"kind": "text", "text": say("x")}
    for questions in (
        [], [{**QUESTIONS[0], "text": {"en": "x"}}], [QUESTIONS[0], QUESTIONS[0]], [{"id": "A b", **text}],
        [{"id": "a", **text, "kind": "date"}], [{"id": "a", **text, "leaving": True}],
    ):  # fmt: skip
        assert form(questions).status == 422
    body = {"name": "x", "segment_id": shop.segment(), "kind": "survey"}
    unknown = "sfm_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"
    assert shop.staff().post("/v1/admin/message_campaigns", {**body, "form_id": unknown}).code == "unknown_form"
    assert staff().get(f"{FORMS}/{unknown}/results").status == staff().get(f"{FORMS}/x/answers.csv").status == 404
    stale = staff().call("PUT", f"{FORMS}/{form().json['id']}", {"title": say("x"), "questions": QUESTIONS}, {"if-match": '"7"'})
    assert stale.code == "version_conflict"
