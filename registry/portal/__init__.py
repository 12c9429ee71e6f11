"""The citizen's pages: applying for a ground to be confirmed, and what became of the application.

Nobody signs in here. Whoever applies gets a reference and a secret; the two together open that one application.
"""
