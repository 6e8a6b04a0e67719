"""A released list is frozen: the database itself refuses to change, add or drop its lines, or to draft it again."""

from __future__ import annotations

from django.db import migrations

_LINES = """
CREATE FUNCTION catalogue_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE release_of bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.release_id ELSE NEW.release_id END;
BEGIN
    IF EXISTS (SELECT FROM catalogue_release AS r WHERE r.id = release_of AND r.state = 'released') THEN
        RAISE EXCEPTION 'A released list is frozen.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION catalogue_release_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'released' THEN
        RAISE EXCEPTION 'A released list is frozen.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalogue_item_frozen BEFORE INSERT OR UPDATE OR DELETE ON catalogue_item
    FOR EACH ROW EXECUTE FUNCTION catalogue_frozen();
CREATE TRIGGER catalogue_bought_frozen BEFORE INSERT OR UPDATE OR DELETE ON catalogue_bought
    FOR EACH ROW EXECUTE FUNCTION catalogue_frozen();
CREATE TRIGGER catalogue_release_frozen BEFORE UPDATE ON catalogue_release
    FOR EACH ROW EXECUTE FUNCTION catalogue_release_frozen();
"""
_DROP = """
DROP TRIGGER catalogue_item_frozen ON catalogue_item;
DROP TRIGGER catalogue_bought_frozen ON catalogue_bought;
DROP TRIGGER catalogue_release_frozen ON catalogue_release;
DROP FUNCTION catalogue_frozen();
DROP FUNCTION catalogue_release_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(_LINES, _DROP)]
