"""Entries and seals are append-only; and every writer of entries holds a lock that the sealer can wait for.

audit_entry_writer takes a shared advisory lock, held to the end of the transaction, before a statement draws its
first entry number. The sealer takes the same lock exclusively for a moment: then every number drawn so far belongs to
a finished transaction, and every later one is higher. The key is `LOCK_KEY` of `sealing.py`.
"""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION audit_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7305803400521);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_writer BEFORE INSERT ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_writer();
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_auditseal ALTER COLUMN digests SET STORAGE EXTERNAL;
ALTER TABLE audit_auditentry ALTER COLUMN id SET CACHE 1;
"""
BACKWARD = """
DROP TRIGGER audit_entry_writer ON audit_auditentry;
DROP TRIGGER audit_entry_append_only ON audit_auditentry;
DROP TRIGGER audit_entry_no_truncate ON audit_auditentry;
DROP TRIGGER audit_seal_append_only ON audit_auditseal;
DROP TRIGGER audit_seal_no_truncate ON audit_auditseal;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_writer();
"""


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
