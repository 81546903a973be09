"""UCP over REST: discovery, catalogue, checkout, orders."""
