"""The staff's console (`web/console`): building it, and handing it to who serves it."""
