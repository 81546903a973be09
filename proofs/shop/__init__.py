"""The whole shop in one process: every row of the function table over tables in memory, with a clock that is turned by hand.

A process that can be copied (`fork`) at any call it makes to the outside is what the proof of crashes needs; one whose every call passes
one place is what the proof of costs needs.
"""
