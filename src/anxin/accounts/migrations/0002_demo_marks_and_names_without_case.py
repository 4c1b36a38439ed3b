"""Mark what is invented, compare log-in names without case, let districts share department ids."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="is_demo",
            field=models.BooleanField(default=False, help_text="invented for the demo district"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="is_demo",
            field=models.BooleanField(default=False, help_text="invented for the demo district"),
        ),
        migrations.RemoveConstraint(model_name="area", name="area_name_is_unique_among_siblings"),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(
                fields=["parent", "name"],
                condition=models.Q(closed_on=None),
                name="area_name_is_unique_among_siblings",
            ),
        ),
        migrations.RemoveConstraint(model_name="organisation", name="one_organisation_per_department"),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                fields=["area", "department"],
                condition=~models.Q(department=""),
                name="one_organisation_per_department",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(Lower("username"), name="username_is_unique_without_case"),
        ),
    ]
