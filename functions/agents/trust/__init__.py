"""Who calls: profiles of agents, their signatures, and our own."""
