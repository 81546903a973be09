"""Identity linking: a customer lets an agent act for them, by OAuth (UCP `dev.ucp.common.identity_linking`)."""
