"""The catalogue of events: one frozen dataclass per event type, used by producer and consumer alike.

Names are ``noun.past_participle``; there is no generic ``*.updated``. A change of meaning gets a new VERSION.
Amounts are integer minor units with their currency beside them; times are RFC 3339 UTC.
"""
