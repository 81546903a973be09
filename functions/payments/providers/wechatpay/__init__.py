"""WeChat Pay API v3, direct merchant (providers.md §4.3)."""
