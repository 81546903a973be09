"""Papers drawn as PDF: plain data in, bytes out. The only modules that know reportlab; they are imported when something is printed."""
