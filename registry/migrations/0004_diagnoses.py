from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_visits"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="diagnosis",
            name="one_open_diagnosis_of_a_kind",
        ),
        migrations.AddField(
            model_name="diagnosis",
            name="orphan",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="diagnosis",
            name="sensitive",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="diagnosis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True), ("sensitive", False)),
                fields=("citizen", "polyclinic", "icd10"),
                name="one_open_diagnosis_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="diagnosis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True), ("sensitive", True)),
                fields=("citizen", "polyclinic", "icd10", "registered_by"),
                name="one_open_sensitive_diagnosis_a_clinician",
            ),
        ),
    ]
