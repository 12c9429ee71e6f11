# Only what differs from, or must not change with, Django's own Russian formats.
THOUSAND_SEPARATOR = "\xa0"
DATETIME_FORMAT = "d.m.Y, H:i"
TIME_FORMAT = "H:i"
