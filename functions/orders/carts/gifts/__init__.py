"""What is bought with points alone: lines of a cart that cost no money (ADR 157)."""
