"""The face of notifications: what other domains may use to have somebody outside told of events, and what channels of packages are made of.

Whose endpoint it is and of what it hears is theirs to say; what is sent, tried again and logged is done here.
"""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.notifications.model.channel import Address, NotSent, Outgoing, Recipient
    from functions.notifications.model.endpoint import Endpoint, EndpointState
    from functions.notifications.model.mail_tag import tag_of
    from functions.notifications.model.message import Message
    from functions.notifications.model.purpose import Basis, Channel, Purpose, basis_of
    from functions.notifications.model.text_message import sms_segments
    from functions.notifications.model.told_outside import may_be_told
    from functions.notifications.preferences.subscribe import ask_address
    from functions.notifications.store.channel_lists import channel_place_of
    from functions.notifications.store.devices import addresses_of, forget_device
    from functions.notifications.store.endpoints import endpoint_as_written, endpoint_put, find_endpoint
    from functions.notifications.store.preferences import is_confirmed, time_zones_of
    from functions.notifications.store.templates import published_languages
    from functions.notifications.store.told_of import messages_of_customer, messages_of_order
else:
    __getattr__ = lazily(
        __name__,
        {
            "model.channel": "Address NotSent Outgoing Recipient",
            "store.devices": "addresses_of forget_device",
            "model.endpoint": "Endpoint EndpointState",
            "model.mail_tag": "tag_of",
            "model.message": "Message",
            "model.text_message": "sms_segments",
            "model.purpose": "Basis Channel Purpose basis_of",
            "preferences.subscribe": "ask_address",
            "store.preferences": "is_confirmed time_zones_of",
            "store.templates": "published_languages",
            "store.told_of": "messages_of_customer messages_of_order",
            "model.told_outside": "may_be_told",
            "store.channel_lists": "channel_place_of",
            "store.endpoints": "endpoint_as_written endpoint_put find_endpoint",
        },
    )

__all__ = [
    "Address",
    "Basis",
    "Channel",
    "Endpoint",
    "EndpointState",
    "Message",
    "NotSent",
    "Outgoing",
    "Purpose",
    "Recipient",
    "addresses_of",
    "ask_address",
    "basis_of",
    "channel_place_of",
    "endpoint_as_written",
    "endpoint_put",
    "find_endpoint",
    "forget_device",
    "is_confirmed",
    "may_be_told",
    "messages_of_customer",
    "messages_of_order",
    "published_languages",
    "sms_segments",
    "tag_of",
    "time_zones_of",
]
