"""What of a cart is sold as pre-order or back-order."""
