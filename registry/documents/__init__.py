"""What happens to a file that a citizen adds to an application, from the first byte to the officer who saves it.

It is taken in (receiving), examined and made anew (inspection), scanned (scanning), kept under a random name (storage)
and handed out (serving). What cannot be made safe is refused with a reason that says what to do (refusals).
"""
