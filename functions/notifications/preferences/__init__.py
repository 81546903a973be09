"""What people want to be sent: said by themselves, in their account or by a link of a mail."""
