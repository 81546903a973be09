"""Cases on the page of their order: shown, and told the waybill of what is sent back."""
