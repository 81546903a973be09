"""Who moderates: the queue of texts that wait, decisions, bans, and the rules of it all."""
