"""Cases on the page of their order: asked for, shown, told the waybill of what is sent back, and what is offered answered."""
