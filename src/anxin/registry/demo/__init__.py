"""The demo district's premises: generated, marked as such in every value's source, the same on every machine.

Nothing in it is anybody's: names are drawn from lists, phones begin with a prefix that is not given to
mobile phones, ID numbers and credit codes carry a division code that does not exist.
"""
