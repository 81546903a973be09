"""The warehouses' work: what is to be picked, scanned and packed. No other domain needs anything of it but its events."""
