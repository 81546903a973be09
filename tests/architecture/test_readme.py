"""The README tells the truth about endpoints and events."""

from __future__ import annotations

from infra.reference import README, renewed


def test_the_readme_lists_every_endpoint_and_event_as_the_code_has_them() -> None:
    """P12"""
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "run: .venv/bin/python -m infra.reference"
