"""What goes with what, and what somebody may like. What other domains may use is exported here and nowhere else."""
