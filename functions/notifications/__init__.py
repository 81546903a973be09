"""The face of notifications: what other domains may use to have somebody outside told of events.

Whose endpoint it is and of what it hears is theirs to say; what is sent, tried again and logged is done here.
"""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.notifications.model.endpoint import Endpoint, EndpointState, KeptSecret
    from functions.notifications.model.message import Message
    from functions.notifications.model.told_outside import may_be_told
    from functions.notifications.store.endpoints import endpoint_as_written, endpoint_put, find_endpoint
    from functions.notifications.store.signing_secrets import living_secrets, new_secret, rotated_secret
    from functions.notifications.store.told_of import messages_of_customer, messages_of_order
else:
    __getattr__ = lazily(
        __name__,
        {
            "model.endpoint": "Endpoint EndpointState KeptSecret",
            "model.message": "Message",
            "store.told_of": "messages_of_customer messages_of_order",
            "model.told_outside": "may_be_told",
            "store.endpoints": "endpoint_as_written endpoint_put find_endpoint",
            "store.signing_secrets": "living_secrets new_secret rotated_secret",
        },
    )

__all__ = [
    "Endpoint",
    "EndpointState",
    "KeptSecret",
    "Message",
    "endpoint_as_written",
    "endpoint_put",
    "find_endpoint",
    "living_secrets",
    "may_be_told",
    "messages_of_customer",
    "messages_of_order",
    "new_secret",
    "rotated_secret",
]
