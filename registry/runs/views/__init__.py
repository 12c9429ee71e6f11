"""The pages of re-determinations, for the officers of a region."""
