# Only what differs from, or must not change with, Django's own Russian formats.
THOUSAND_SEPARATOR = "\xa0"
DATE_FORMAT = "d.m.Y"
DATETIME_FORMAT = "d.m.Y, H:i"
TIME_FORMAT = "H:i"
