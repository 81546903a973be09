"""The channels of the shop."""

from __future__ import annotations

from functions.pricing.model.channels import Channels
from functions.pricing.store.kept_document import KeptDocument
from functions.pricing.store.records import CHANNELS

sales_channels = KeptDocument(CHANNELS, Channels)


def known_channels() -> Channels:
    """At most a minute old."""
    return sales_channels.known()
