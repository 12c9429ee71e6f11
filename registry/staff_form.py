"""The plain form of the staff's pages. It says what is wrong at its field and in the summary on top."""

from django import forms


class StaffForm(forms.Form):
    use_required_attribute = False

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary on top: id of the input to go to, message."""
        return [
            (str(self[name].id_for_label) if name in self.fields else "main", str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]
