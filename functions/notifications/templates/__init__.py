"""What messages say, in the words of the shop: templates in versions, and the layout around mails."""
