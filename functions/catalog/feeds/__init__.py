"""Files of everything on sale for Google, Meta, OpenAI and WeChat (ADR 113)."""
