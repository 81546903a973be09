"""Places of the storefront's pages that staff fill, publish and plan, and the home page that shows them."""
