"""F-C1: the gateway passes on bodies that are files byte by byte."""

from __future__ import annotations

from functions.catalog.imports.api import _FORMATS
from infra.discover import App
from infra.parts.api import definitions


def test_every_type_of_file_that_is_taken_is_binary_at_the_gateway() -> None:
    for api in definitions([App("functions.none.app", {}, ("application/octet-stream",))], {}).values():
        binary = api["x-amazon-apigateway-binary-media-types"]
        assert {*_FORMATS, "application/octet-stream"} <= set(binary)
        assert "application/json" not in binary
