"""Questions about products: asked by customers, answered by the shop or by who bought them; the most helpful answer first."""
