"""The pages of the polyclinic: registrars and clinicians. Keyboard first, no scripts."""
