"""Cases on the page of their order: shown, told the waybill of what is sent back, and what is offered answered."""
