"""Simulated providers of push and WeChat messages: they take them as the real ones do, and the local mailbox shows them."""
