"""People, decisions and who may see them. Knows no law: that is eligibility's; registry/facts.py is the bridge."""
