"""Recalls: dangerous goods are no longer sold, who has them is found and told, and gets the remedy they choose."""
