"""A region as numbers: who is covered, who is not and why, what comes and goes, what it will cost. Numbers of people
leave this package only as registry/picture/disclosure.py tells them."""
