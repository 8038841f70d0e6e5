"""The tables of an installation: made at once from the models where there are none, migrated where there are.

Migrations bring an old installation forward; walking an empty database through all of them costs a quarter of
a minute and more with every table, because Django renders every model again at each step. That both ways give
the same tables is held by tests/core/upkeep/test_restore.py. A migration that puts rows in would be passed
over here; so what a fresh installation is seeded with comes from receivers of ``post_migrate``.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date() -> None:
    """Make the tables, or migrate them; safe to repeat."""
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    else:
        make_tables()


def make_tables() -> None:
    """Make every table in an empty database, and count every migration as applied: all of it, or nothing."""
    recorder = MigrationRecorder(connection)
    loader = MigrationLoader(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.can_migrate(connection) and not model._meta.auto_created:
                editor.create_model(model)
        recorder.ensure_schema()
        for app, name in loader.graph.nodes:
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
