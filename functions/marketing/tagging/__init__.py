"""Tags of people, and the portrait of one of them, for staff."""
