"""A frozen statistic and its cells refuse every change and removal."""

from __future__ import annotations

from django.db import migrations

CREATE = """
CREATE FUNCTION indicators_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A frozen statistic does not change.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION indicators_refuse_frozen_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM indicators_statistic
               WHERE id = coalesce(OLD.statistic_id, NEW.statistic_id) AND state = 'frozen') THEN
        RAISE EXCEPTION 'A frozen statistic does not change.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER statistic_frozen BEFORE UPDATE OR DELETE ON indicators_statistic
    FOR EACH ROW WHEN (OLD.state = 'frozen') EXECUTE FUNCTION indicators_refuse_frozen();
CREATE TRIGGER statistic_cell_frozen BEFORE INSERT OR UPDATE OR DELETE ON indicators_statisticcell
    FOR EACH ROW EXECUTE FUNCTION indicators_refuse_frozen_cell();
"""
DROP = """
DROP TRIGGER statistic_cell_frozen ON indicators_statisticcell;
DROP TRIGGER statistic_frozen ON indicators_statistic;
DROP FUNCTION indicators_refuse_frozen_cell();
DROP FUNCTION indicators_refuse_frozen();
"""


class Migration(migrations.Migration):
    """Triggers, so that not even the system's own code can change what was sealed."""

    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
