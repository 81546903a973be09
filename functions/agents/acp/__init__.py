"""ACP over REST: discovery, and a checkout over the sessions that UCP speaks of."""
