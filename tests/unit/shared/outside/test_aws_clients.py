"""What every client of AWS has in common."""

from __future__ import annotations

from functions.shared.outside import aws
from functions.shared.store.records import connection


def test_clients_carry_one_ready_made_name_and_keep_their_retries_and_checks() -> None:
    for client in (aws.client("sqs"), connection().client):
        config = client.meta.config
        assert config.user_agent.startswith("serverless-commerce Botocore/")
        assert (config.retries["mode"], config.parameter_validation) == ("standard", True)
        assert config.connect_timeout == 2
