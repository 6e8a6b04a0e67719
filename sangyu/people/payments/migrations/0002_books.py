"""The books refuse what must not happen, whoever asks: settled entries, issued lines and issued batches do not change.

A planned entry can be settled or made void, once; it can be removed only while its batch is not with the bank. A line
goes planned → issued, offset or withheld; issued → paid or failed; paid → returned. The sealed account may be sealed
anew (rotation of keys), nothing else of a line changes.
"""

from __future__ import annotations

from django.db import migrations

CREATE = """
CREATE FUNCTION payments_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The books refuse it: %', what USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION payments_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'planned' OR EXISTS (
            SELECT 1 FROM payments_batch WHERE id = OLD.batch_id AND state IN ('issued', 'closed')) THEN
            PERFORM payments_refuse('an entry is never removed');
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'planned' OR NEW.state NOT IN ('settled', 'void')
       OR (NEW.id, NEW.elder_id, NEW.programme, NEW.month, NEW.kind, NEW.amount_fen, NEW.fund, NEW.area_code,
           NEW.made_at)
          IS DISTINCT FROM
          (OLD.id, OLD.elder_id, OLD.programme, OLD.month, OLD.kind, OLD.amount_fen, OLD.fund, OLD.area_code,
           OLD.made_at)
       OR (NEW.version_id, NEW.decision_id, NEW.batch_id, NEW.line_id, NEW.repayment_id)
          IS DISTINCT FROM (OLD.version_id, OLD.decision_id, OLD.batch_id, OLD.line_id, OLD.repayment_id) THEN
        PERFORM payments_refuse('an entry only settles or becomes void, once');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_entry_guard BEFORE UPDATE OR DELETE ON payments_entry
    FOR EACH ROW EXECUTE FUNCTION payments_entry_guard();
CREATE FUNCTION payments_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'planned' THEN PERFORM payments_refuse('a line that was issued stays'); END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.batch_id, NEW.number, NEW.elder_id, NEW.area_code, NEW.amount_fen, NEW.gross_fen,
        NEW.offset_fen, NEW.arrears_fen, NEW.bank_name, NEW.bank_holder)
       IS DISTINCT FROM
       (OLD.id, OLD.batch_id, OLD.number, OLD.elder_id, OLD.area_code, OLD.amount_fen, OLD.gross_fen,
        OLD.offset_fen, OLD.arrears_fen, OLD.bank_name, OLD.bank_holder) THEN
        PERFORM payments_refuse('a line does not change');
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'planned' AND NEW.state IN ('issued', 'offset', 'withheld'))
        OR (OLD.state = 'issued' AND NEW.state IN ('paid', 'failed'))
        OR (OLD.state = 'paid' AND NEW.state = 'returned')) THEN
        PERFORM payments_refuse('a line does not go from ' || OLD.state || ' to ' || NEW.state);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_line_guard BEFORE UPDATE OR DELETE ON payments_line
    FOR EACH ROW EXECUTE FUNCTION payments_line_guard();
CREATE FUNCTION payments_batch_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN PERFORM payments_refuse('a batch that was issued stays'); END IF;
    IF NEW.state NOT IN ('issued', 'closed') OR (OLD.state = 'closed' AND NEW.state <> 'closed')
       OR (NEW.month, NEW.area_code, NEW.programme, NEW.number, NEW.gross_fen, NEW.offset_fen, NEW.net_fen,
           NEW.first_id, NEW.second_id)
          IS DISTINCT FROM
          (OLD.month, OLD.area_code, OLD.programme, OLD.number, OLD.gross_fen, OLD.offset_fen, OLD.net_fen,
           OLD.first_id, OLD.second_id)
       OR (NEW.digest, NEW.layout, NEW.file_digest, NEW.issued_at)
          IS DISTINCT FROM (OLD.digest, OLD.layout, OLD.file_digest, OLD.issued_at) THEN
        PERFORM payments_refuse('a batch with the bank does not change');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_batch_guard BEFORE UPDATE OR DELETE ON payments_batch
    FOR EACH ROW WHEN (OLD.state IN ('issued', 'closed')) EXECUTE FUNCTION payments_batch_guard();
"""
DROP = """
DROP TRIGGER payments_batch_guard ON payments_batch;
DROP TRIGGER payments_line_guard ON payments_line;
DROP TRIGGER payments_entry_guard ON payments_entry;
DROP FUNCTION payments_batch_guard();
DROP FUNCTION payments_line_guard();
DROP FUNCTION payments_entry_guard();
DROP FUNCTION payments_refuse(text);
"""


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
