"""How carriers do: parcels that arrived or failed, by carrier, service and where they went."""
