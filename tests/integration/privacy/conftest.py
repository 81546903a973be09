"""A person with something of theirs in every table, each value with a mark by which it is found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import boto3
import pytest

from functions.shared.plain import ids, settings
from tests.integration.privacy.planted import MARK, plant, plant_order
from tests.support.buckets import data_bucket


@dataclass(frozen=True)
class Person:
    id: str
    subject: str
    email: str
    order_id: str


@pytest.fixture
def person() -> Iterator[Person]:
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="shop", UsernameAttributes=["email"])["UserPool"]["Id"]
    patch = pytest.MonkeyPatch()
    patch.setenv("USER_POOL_ID", pool)
    settings.settings.cache_clear()
    email = f"{MARK}.person@example.com"
    made = cognito.admin_create_user(
        UserPoolId=pool, Username=email, UserAttributes=[{"Name": "email", "Value": email}], MessageAction="SUPPRESS"
    )["User"]
    subject = next(one["Value"] for one in made["Attributes"] if one["Name"] == "sub")
    with data_bucket():
        customer_id = ids.customer_id(subject)
        plant(customer_id, email)
        yield Person(customer_id, subject, email, plant_order(customer_id))
    patch.undo()
    settings.settings.cache_clear()
