"""The version of this code, as `GET /v1/health` and the contract say it; a test holds it equal to pyproject.toml and CHANGELOG.md."""

VERSION = "0.3.0"
