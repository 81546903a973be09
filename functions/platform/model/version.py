"""The version this code was released as; a test holds it equal to pyproject.toml."""

VERSION = "0.1.0"
