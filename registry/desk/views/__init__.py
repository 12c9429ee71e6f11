"""The pages of the desk. All that is about a person is about the one in hand."""
