"""Articles and their categories as staff write, publish and archive them."""
