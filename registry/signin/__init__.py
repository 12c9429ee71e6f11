"""How staff get in: a password and then a code, always; invitations; sessions that end.

allauth keeps the second factors and leads from the password to the code; the pages, the limits and the rules are ours.
"""
