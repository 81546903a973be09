"""The one secret of before becomes one for payments and one for couriers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.changes import ChangeError
from infra.secrets_split import split_secret


class _Missing(Exception):
    pass


class FakeSecrets:
    """Holds values by name; None is a secret without one."""

    class exceptions:  # noqa: N801 - as boto3 has it
        ResourceNotFoundException = _Missing

    def __init__(self, **values: str | None) -> None:
        self.values = {f"shop-prod-{name}": value for name, value in values.items()}

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803
        if self.values.get(SecretId) is None:
            raise _Missing
        return {"SecretString": str(self.values[SecretId])}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> None:  # noqa: N803
        self.values[SecretId] = SecretString


BEFORE = {"stripe": {"account": "a"}, "sandbox_payment": {"secret": "p"}, "sandbox_courier": {"secret": "c"}}


def _split(client: FakeSecrets) -> tuple[Any, Any]:
    split_secret(client, "prod", lambda _: None)
    return client.values["shop-prod-payments"], client.values["shop-prod-couriers"]


@pytest.mark.parametrize("empty", [None, "", "{}"])
def test_each_domain_gets_its_own_keys(empty: str | None) -> None:
    client = FakeSecrets(providers=json.dumps(BEFORE), payments=empty, couriers=empty)
    payments, couriers = _split(client)
    assert set(json.loads(payments)) == {"stripe", "sandbox_payment"}
    assert json.loads(couriers) == {"sandbox_courier": {"secret": "c"}}
    assert client.values["shop-prod-providers"] == json.dumps(BEFORE), "what was before stays"


def test_keys_that_are_there_are_never_written_over() -> None:
    own = '{"stripe": {"account": "b"}}'
    assert _split(FakeSecrets(providers=json.dumps(BEFORE), payments=own, couriers="{}"))[0] == own


@pytest.mark.parametrize("before", [None, "", "{}"])
def test_nothing_comes_of_nothing(before: str | None) -> None:
    assert _split(FakeSecrets(providers=before, payments=None, couriers=None)) == (None, None)


@pytest.mark.parametrize("before", ["keys", "[1]"])
def test_what_cannot_be_read_stops_the_deployment(before: str) -> None:
    with pytest.raises(ChangeError, match="shop-prod-providers is no JSON object"):
        _split(FakeSecrets(providers=before, payments=None, couriers=None))
