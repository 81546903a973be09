"""Ways to pay that customers let us keep: kept with their consent, listed masked, used again, taken out here and at the provider."""
