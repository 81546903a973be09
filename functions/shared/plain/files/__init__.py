"""Files that people send, as text and rows, and texts that spreadsheets read. Pure."""
