"""Random groups with racing joiners, lost answers, conflicts and time-outs."""
