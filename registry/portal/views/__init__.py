"""The pages. This is the one place of the portal that reads the clock; everything below gets the moment."""
