"""What the law gives a person, and the anonymous self-assessment. Knows nobody: people are registry's."""
