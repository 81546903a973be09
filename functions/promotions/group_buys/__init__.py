"""Group buying: so many paid members within a time succeed together, or all get their money back."""
