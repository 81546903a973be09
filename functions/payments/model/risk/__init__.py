"""How likely it is that an order is a fraud: facts, rules as data, a score with reasons. Pure."""
