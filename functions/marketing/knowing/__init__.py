"""What is known of people for choosing them: kept from events, never asked of other domains when somebody is chosen."""
