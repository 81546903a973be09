"""X18: gift cards in bulk, as a job with a file; and a card whose code goes by mail."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.loyalty.app import work_on_cards
from functions.loyalty.model.stored import ValueBook
from functions.loyalty.store.records import LoyaltyTable
from functions.loyalty.store.values import booked_values
from functions.loyalty.stored import issue_batch
from functions.platform import PlatformTable
from functions.platform.app import app as platform_app
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.loyalty.shop import NOON, owner_of, staff
from tests.integration.loyalty.sold_cards import GRACE, code_in, mails
from tests.integration.loyalty.tenders import check_values
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

BULK = {"worth": {"amount": 3000, "currency": "CNY"}, "count": 45, "reason": "Christmas"}


@pytest.fixture(autouse=True)
def _outside() -> Iterator[None]:
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def a_batch(**fields: Any) -> Any:
    made = staff().post("/v1/admin/gift_cards/batches", BULK | fields)
    assert made.status == 202, made.text
    return made.json


def worked() -> None:
    """Every word that there is a job, told twice."""
    for told in events_in(PlatformTable, "job.queued"):
        for _ in range(2):
            work_on_cards(sqs_of_events([told]), None)


def rows_of(job_id: str) -> list[dict[str, str]]:
    data = boto3.client("s3").get_object(Bucket=settings().bucket, Key=f"jobs/{job_id}/gift_cards.csv")["Body"].read().decode()
    return list(csv.DictReader(io.StringIO(data)))


def state_of(job_id: str) -> Any:
    return Client(platform_app, bearer("owner")).get(f"/v1/admin/jobs/{job_id}").json


def test_a_batch_has_as_many_cards_as_were_asked_for_whatever_dies() -> None:
    with clock.frozen(NOON):
        job = a_batch()
        real, calls = booked_values, list[int]()

        def dies(*args: Any) -> Any:
            calls.append(1)
            if len(calls) == 2:
                raise RuntimeError
            return real(*args)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(issue_batch, "booked_values", dies)
            (told,) = events_in(PlatformTable, "job.queued")
            assert work_on_cards(sqs_of_events([told]), None)["batchItemFailures"]
        assert check_values()[ValueBook.HELD] == 20 * 3000
        worked()
        worked()
        assert check_values()[ValueBook.HELD] == 45 * 3000
        assert (state_of(job["id"])["state"], state_of(job["id"])["progress"]["created"]) == ("succeeded", 45)
        rows = rows_of(job["id"])
        codes = {row["code"] for row in rows}
        assert (len(rows), len(codes), {len(code) for code in codes}) == (45, 45, {19})
        told_balance = owner_of("00000000-0000-4000-8000-000000000001").post("/v1/gift_cards/balance", {"code": rows[44]["code"]}).json
        assert (told_balance["id"], told_balance["balance"]["amount"]) == (rows[44]["id"], 3000)
        # The codes are in the file, and no table can tell them any more.
        for table in (LoyaltyTable, PlatformTable):
            for record in table.scan():
                assert record.kind != "card_seed" or record.body is None
                assert not any(code in str(record.to_dynamodb_dict()) or code.replace("-", "") in str(record.body) for code in codes)
        batch = staff().get(f"/v1/admin/gift_cards/{rows[0]['id']}").json["batch"]
        listed: list[Any] = []
        cursor: Any = ""
        for _ in range(3):
            page = staff().get(f"/v1/admin/gift_cards?batch={batch}&limit=20" + (f"&cursor={cursor}" if cursor else "")).json
            listed, cursor = [*listed, *page["data"]], page["next_cursor"]
        assert cursor is None
        assert {one["id"] for one in listed} == {row["id"] for row in rows}
        assert len(listed) == 45


def test_what_is_no_batch() -> None:
    with clock.frozen(NOON):
        for wrong, code in (
            ({"worth": {"amount": 0, "currency": "CNY"}}, "no_value"),
            ({"expires_at": NOON.isoformat()}, "over_already"),
            ({"count": 10_001}, "less_than_equal"),
        ):
            refused = staff().post("/v1/admin/gift_cards/batches", BULK | wrong)
            assert refused.status == 422, refused.text
            assert code in refused.text
        assert events_in(PlatformTable, "job.queued") == []


def test_a_code_by_mail() -> None:
    with clock.frozen(NOON):
        one = BULK | {"count": 1, "send_to": GRACE}
        assert staff().post("/v1/admin/gift_cards", one | {"count": 2}).json["code"] == "one_card"
        assert staff().post("/v1/admin/gift_cards", one | {"active": False}).json["code"] == "one_card"
        assert staff().post("/v1/admin/gift_cards", one | {"send_to": {"name": "Grace"}}).json["code"] == "nobody"
        made = staff().post("/v1/admin/gift_cards", one)
        assert made.status == 201, made.text
        (card,) = made.json["cards"]
        later = staff().post("/v1/admin/gift_cards", one | {"send_to": GRACE | {"on": "2026-11-29"}})
        assert later.status == 201, later.text
        (mail,) = mails()
        assert (mail.destinations["ToAddresses"], code_in(mail)) == (["grace@example.com"], card["code"])
        assert not any("grace" in str(record.to_dynamodb_dict()) for record in LoyaltyTable.scan())
    with clock.frozen(NOON + timedelta(days=2)):
        (mail,) = mails()
        assert code_in(mail) == later.json["cards"][0]["code"]
        check_values()
