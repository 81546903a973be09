"""The carriers of the shop as staff set them."""
