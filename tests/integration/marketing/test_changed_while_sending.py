"""J02, J03: what changes between choosing somebody and sending to them counts as it is when the message goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.notifications import app as notifications
from functions.notifications.app import app as notifications_app
from functions.notifications.store import templates
from functions.notifications.store.messages import messages_in_partition
from functions.notifications.store.records import customer_pk
from functions.shared.outside import clock
from tests.integration.marketing import shop
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

TEMPLATE = "/v1/admin/notifications/templates/marketing.spring.email"


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    yield
    shop.forget_mails()


def test_consent_taken_back_a_text_edited_and_a_text_removed_while_a_campaign_is_sent() -> None:
    shop.published()
    people = [shop.a_customer(number) for number in range(1, 5)]
    one = shop.campaign(shop.segment())
    assert shop.schedule(one).status == 200
    shop.due_work()
    asked = {event.data["person"]: event for event in shop.requested()}
    assert set(asked) == set(people)

    shop.agree(people[0], given=False)
    editor = Client(notifications_app, bearer("manager", subject=shop.SUBJECT))
    shop.heard(notifications.send_marketing, [asked[people[1]]])
    assert editor.put(f"{TEMPLATE}.en", {"parts": {**shop.TEXT, "subject": "Anew"}, "publish": True}).status == 200
    templates.forget()
    shop.heard(notifications.send_marketing, [asked[people[0]], asked[people[1]], asked[people[2]]])
    assert [(mail.destinations["ToAddresses"][0], mail.subject) for mail in shop.mails()] == [
        ("c2@example.com", "Sale, Customer 2"),
        ("c3@example.com", "Anew"),
    ]

    for language in ("en", "zh"):
        assert editor.delete(f"{TEMPLATE}.{language}").status in (200, 204)
    templates.forget()
    left = sqs_of_events([asked[people[3]]])
    assert notifications.send_marketing(left, None) == {"batchItemFailures": []}
    (kept,) = messages_in_partition(customer_pk(people[3]), limit=10).data
    assert (kept.state, kept.reason, len(shop.mails())) == ("failed", "template_unusable", 2), "it waits beside its event for words"
    shop.published()
    # As the schedule of held messages brings it again.
    with clock.frozen(clock.now().replace(year=clock.now().year + 1)):
        notifications.send_marketing(left, None)
    assert [mail.destinations["ToAddresses"][0] for mail in shop.mails()][2:] == ["c4@example.com"]
    shop.note_all()
    found = shop.figures(one)
    assert (found["told"], found["sent"], found["held_back"]) == (4, 3, {"no_consent": 1})
