"""Agents are told of the orders that they placed: by UCP signed as calls are, by ACP with a secret of theirs."""
