"""What will be bought: pieces per variant and day, orders per hour. Pure arithmetic, no packages."""
