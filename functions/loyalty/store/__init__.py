"""The loyalty table: accounts, their ledger, what orders brought and used."""
