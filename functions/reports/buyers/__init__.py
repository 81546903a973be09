"""Who buys, how lately, how often and for how much: people as the key of their first order, never as themselves."""
