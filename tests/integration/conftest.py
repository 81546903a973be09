"""Integration tests: the real handlers on moto. One mock for the session; every test gets fresh, empty tables."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from functions.shared import aws, settings
from functions.shared.auth import tokens
from tests.support import identity
from tests.support.tables import TABLES, create_tables


@pytest.fixture(scope="session", autouse=True)
def _cloud() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("COGNITO_ISSUER", identity.ISSUER)
    patch.setenv("USER_POOL_CLIENT_ID", identity.CLIENT_ID)
    with identity.served_jwks() as url, mock_aws():
        patch.setenv("COGNITO_JWKS_URL", url)
        settings.settings.cache_clear()
        tokens._keys.cache_clear()
        yield
    patch.undo()
    settings.settings.cache_clear()


@pytest.fixture(autouse=True)
def _tables(_cloud: None) -> Iterator[None]:
    create_tables()
    yield
    client = boto3.client("dynamodb")
    for name in TABLES:
        client.delete_table(TableName=name)
    aws.forget()
