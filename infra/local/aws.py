"""Clients of the local AWS, made in one place."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config

from infra.local.ministack import REGION, Keys


class LocalAws:
    """Stands where a boto3 session is asked for: `client()` and `region_name` are all of it that anyone uses."""

    region_name = REGION

    def __init__(self, url: str, keys: Keys) -> None:
        self.url = url
        self._keys = keys
        self._session = boto3.Session(keys.access_key, keys.secret_key, region_name=REGION)
        self._config = Config(retries={"max_attempts": 3}, read_timeout=120, proxies={})

    def environment(self) -> dict[str, str]:
        """For code that makes its clients by itself."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self._keys.access_key,
            "AWS_SECRET_ACCESS_KEY": self._keys.secret_key,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
        }

    def client(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self.url, config=self._config)
