"""How buyers, campaigns, carriers and stock do. Pure."""
