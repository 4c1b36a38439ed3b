"""Acts are appended, never changed: by privilege for the application, by trigger for everybody.

The grants fall on whoever holds them, whatever an installation calls its roles.
"""

from django.db import migrations, models

TABLES = ("ledger_act", "ledger_dayhead")

REFUSE = """
CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses();
CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
"""

REVOKE = """
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT DISTINCT g.grantee, g.table_name FROM information_schema.role_table_grants g
        JOIN pg_tables t ON t.tablename = g.table_name AND t.schemaname = g.table_schema
        WHERE g.table_schema = current_schema() AND g.table_name IN ('ledger_act', 'ledger_dayhead')
          AND g.grantee <> t.tableowner AND g.grantee <> 'PUBLIC'
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', held.table_name, held.grantee);
    END LOOP;
END $$;
"""

UNDO = "".join(
    f"DROP TRIGGER {table}_keeps_rows ON {table}; DROP TRIGGER {table}_keeps_all ON {table};"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="dayhead",
            name="count",
            field=models.IntegerField(help_text="acts since the head before"),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(fields=["previous_hash"], name="acts_form_one_chain"),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                fields=["area_code", "sequence"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="act_by_area",
            ),
        ),
        migrations.RunSQL(
            REFUSE + "".join(TRIGGERS.format(table=table) for table in TABLES),
            UNDO + "DROP FUNCTION ledger_refuses();",
        ),
        migrations.RunSQL(REVOKE, migrations.RunSQL.noop),
    ]
