"""The agents table: checkout sessions, and first answers by Idempotency-Key."""
