"""Second factors: enrolled, asked for, answered, removed."""
