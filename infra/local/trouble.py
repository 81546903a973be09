"""What stops the local shop and can be said in one sentence; the command line prints it without a traceback."""


class Trouble(Exception):
    """The message is for the person at the keyboard: what is wrong and what to do."""
