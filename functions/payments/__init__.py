"""Payments: attempts at providers, what the providers said, and the ledger of the money that moved. No face is needed yet."""
