"""PDF files: the one font, texts that fit into a space, and what all papers draw. Imported where something is printed (reportlab)."""
