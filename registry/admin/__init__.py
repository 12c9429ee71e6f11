"""The back office. Importing it registers every table with its site."""
