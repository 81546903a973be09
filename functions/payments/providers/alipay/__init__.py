"""Alipay, mainland OpenAPI gateway (providers.md §4.2)."""
