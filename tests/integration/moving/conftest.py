"""Files of other systems, imported as staff does it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import boto3
import pytest

from functions.moving.app import app, move
from functions.platform.app import app as platform_app
from functions.shared.outside.objects import get_object
from functions.shared.plain import settings
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs


@pytest.fixture(autouse=True)
def pool() -> Iterator[str]:
    made = boto3.client("cognito-idp").create_user_pool(PoolName="shop", UsernameAttributes=["email", "phone_number"])["UserPool"]["Id"]
    patch = pytest.MonkeyPatch()
    patch.setenv("USER_POOL_ID", made)
    settings.settings.cache_clear()
    with data_bucket():
        yield made
    patch.undo()
    settings.settings.cache_clear()


class Imported:
    """A finished import: what the job says, its rows, and its report."""

    def __init__(self, job: Any, rows: Sequence[Any]) -> None:
        self.job = job
        self.rows = rows

    @property
    def codes(self) -> list[str]:
        return [error["code"] for row in self.rows for error in row["errors"]]

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.job["progress"][name] for name in ("created", "updated", "unchanged", "failed")}

    def ids(self) -> list[str]:
        return list(dict.fromkeys(row["id"] for row in self.rows if row["id"]))

    def report(self) -> str:
        data = get_object(f"jobs/moving/{self.job['id']}/report.csv")
        assert data is not None
        return data.decode("utf-8-sig")


def bring(data: str | bytes, kind: str, *, media: str = "text/csv", **options: str) -> Imported:
    staff = Client(app, bearer("owner"))
    query = "&".join(f"{name}={value}" for name, value in {"kind": kind, **options}.items())
    raw = data.encode() if isinstance(data, str) else data
    started = staff.post(f"/v1/admin/data_imports?{query}", raw, content_type=media)
    assert started.status == 202, started.text
    run_jobs(move)
    return finished(started.json["id"])


def finished(job_id: str) -> Imported:
    jobs = Client(platform_app, bearer("owner"))
    job = jobs.get(f"/v1/admin/jobs/{job_id}").json
    rows = jobs.get(f"/v1/admin/jobs/{job_id}/rows?limit=100").json["data"]
    return Imported(job, rows)


def table(rows: Sequence[Mapping[str, str]], separator: str = ",") -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


ADA = {
    "Customer ID": "'6940095564001",
    "First Name": "Ada",
    "Last Name": "Lovelace",
    "Email": "ADA@Example.COM",
    "Accepts Email Marketing": "yes",
    "Default Address Company": "",
    "Default Address Address1": "Hauptstraße 1",
    "Default Address City": "Dresden",
    "Default Address Province Code": "SN",
    "Default Address Country Code": "DE",
    "Default Address Zip": "'01067",
    "Phone": "'+491701234567",
    "Accepts SMS Marketing": "no",
    "Total Spent": "12.00",
    "Total Orders": "1",
    "Note": "=HYPERLINK(1)",
    "Tags": "vip, b2b",
}


def order(name: str, **further: str) -> dict[str, str]:
    """The first row of an order of two pieces at 10.00, 1.00 off, 4.90 shipping, 19 % in the prices."""
    return {
        "Name": name,
        "Email": "ADA@Example.COM",
        "Financial Status": "paid",
        "Paid at": "2024-03-10 23:40:12 -0400",
        "Fulfillment Status": "fulfilled",
        "Currency": "EUR",
        "Subtotal": "19.00",
        "Shipping": "4.90",
        "Taxes": "3.82",
        "Total": "23.90",
        "Discount Code": "SPRING",
        "Discount Amount": "1.00",
        "Shipping Method": "DHL",
        "Created at": "2024-03-10 23:38:00 -0400",
        "Lineitem quantity": "2",
        "Lineitem name": "Mug - Red",
        "Lineitem price": "10.00",
        "Lineitem sku": "MUG-R",
        "Lineitem discount": "0.00",
        "Shipping Name": "Ada Lovelace",
        "Shipping Address1": "Hauptstraße 1",
        "Shipping City": "Dresden",
        "Shipping Zip": "'01067",
        "Shipping Country": "DE",
        "Shipping Phone": "+49 170 1234567",
        "Refunded Amount": "0.00",
        "Id": f"55{name.removeprefix('#')}",
        "Tax 1 Name": "MwSt 19%",
        "Tax 1 Value": "3.82",
        **further,
    }


def orders_file(*rows: Mapping[str, str]) -> str:
    return table(rows)
