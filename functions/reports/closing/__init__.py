"""Days of the store that are over: summed up, signed, never changed."""
