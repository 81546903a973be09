"""What payers' banks take back."""
