"""The agents table: checkout sessions, first answers by Idempotency-Key, whom orders are told to, and what staff say of agents."""
