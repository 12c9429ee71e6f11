"""The pages, by subject. This is the one place of the app that reads the clock; everything below gets the day."""
