"""Files from outside: received, read into rows beside the registry, looked at, and then applied as a whole.

What a file of a kind may say and what it changes stands in kinds/; everything else is the same for all of them.
"""
