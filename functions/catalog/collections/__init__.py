"""Collections: rules and lists that staff save, and the products they show."""
