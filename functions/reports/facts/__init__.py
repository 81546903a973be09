"""What events say of money, written down once each."""
