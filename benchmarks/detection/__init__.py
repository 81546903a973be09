"""How many seeded faults are found, and what is called a fault that is none."""
