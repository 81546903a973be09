"""The people who work here: who they are, what they may do, how they come and go."""
