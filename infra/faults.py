"""The one root of what can go wrong while packaging and deploying, so that programs can tell it in a sentence."""

from __future__ import annotations


class InfraError(Exception):
    """Something the person at the keyboard can repair; the message says what."""
