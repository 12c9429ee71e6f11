"""People, decisions and who may see them. Knows no law: that is eligibility's. Arrives with its own issue."""
