"""The ways by which messages go: one interface, an adapter for each, others from packages (ADR 92)."""
