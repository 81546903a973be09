"""Orders that staff prepare: priced, set aside, placed with a link to pay."""
