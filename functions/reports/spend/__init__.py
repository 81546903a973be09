"""What advertisements cost, told by staff or their tools, beside what they brought."""
