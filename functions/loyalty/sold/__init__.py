"""Gift cards that are sold as goods: issued once their order is paid, sent by mail, taken back with a refund."""
