"""The law, open: the law files as pages that anyone can read, search and take away. Nothing of it is typed twice."""
