"""Dates and numbers as they are written in Kazakhstan, for each language of the portal."""
