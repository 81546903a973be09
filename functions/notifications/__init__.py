"""Messages to buyers about their orders. Other domains need nothing from here: they tell events."""
