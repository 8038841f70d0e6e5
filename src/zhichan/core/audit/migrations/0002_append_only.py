"""Triggers that refuse to change or remove audit rows, on both databases."""

from django.db import migrations

from zhichan.core.audit import triggers


def create(_apps, schema_editor):
    triggers.create(schema_editor.connection)


def drop(_apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
