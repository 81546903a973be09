"""The loyalty table: accounts, their ledger, what orders brought and used. The only place that knows its keys."""
