"""What is given for an order that nobody owes: within the limit of who gives it, booked as a cost."""
