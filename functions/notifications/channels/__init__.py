"""The ways by which messages go, an adapter for each."""
