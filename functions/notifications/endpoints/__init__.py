"""Who outside is told of events."""
