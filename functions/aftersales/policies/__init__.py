"""What staff set about taking goods back."""
