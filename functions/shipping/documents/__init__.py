"""Papers that a parcel needs, as PDF."""
