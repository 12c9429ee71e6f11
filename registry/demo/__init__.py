"""A made-up district for the demo: people, staff and applications in every state. Refused where DEBUG is off."""
