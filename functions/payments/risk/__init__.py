"""How likely a payment is a fraud: what is counted, how it is judged, and what staff set and see of it."""
