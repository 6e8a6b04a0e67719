"""The statements that book a result file: first what is wrong is named, then every good row is booked, once.

A row is good if its transfer exists, its amount is the one sent, and its result may follow the transfer's state. A row
that says what is known already is counted as `again` and changes nothing.
"""

from __future__ import annotations

COPY = """
COPY payments_resultrow (file_id, number, line_number, amount_fen, status, reason, problem, "column") FROM STDIN
"""

MARK_UNKNOWN = """
UPDATE payments_resultrow AS r SET problem = 'unknown'
WHERE r.file_id = %(file)s AND r.problem = '' AND NOT EXISTS (
    SELECT 1 FROM payments_line AS l WHERE l.batch_id = %(batch)s AND l.number = r.line_number
      AND l.amount_fen > 0 AND l.state NOT IN ('planned', 'withheld'))
"""
MARK_AMOUNT = """
UPDATE payments_resultrow AS r SET problem = 'amount_differs' FROM payments_line AS l
WHERE r.file_id = %(file)s AND r.problem = '' AND l.batch_id = %(batch)s AND l.number = r.line_number
  AND l.amount_fen <> r.amount_fen
"""
MARK_STATE = """
UPDATE payments_resultrow AS r SET problem = CASE
    WHEN l.state = r.status OR (l.state = 'returned' AND r.status = 'paid') THEN 'again' ELSE 'contradicts' END
FROM payments_line AS l
WHERE r.file_id = %(file)s AND r.problem = '' AND l.batch_id = %(batch)s AND l.number = r.line_number
  AND NOT (l.state = 'issued' OR (l.state = 'paid' AND r.status = 'returned'))
"""

FIRST_TIME = """
SELECT l.elder_id FROM payments_resultrow AS r
JOIN payments_line AS l ON l.batch_id = %(batch)s AND l.number = r.line_number
WHERE r.file_id = %(file)s AND r.problem = '' AND r.status = 'paid' AND l.state = 'issued' AND NOT EXISTS (
    SELECT 1 FROM payments_entry AS x WHERE x.programme = %(programme)s AND x.elder_id = l.elder_id
      AND x.kind = 'payment' AND x.state = 'settled')
ORDER BY l.elder_id
"""

_ANSWERED = """
UPDATE payments_line AS l SET state = {state}, reason = r.reason, answered_at = %(at)s
FROM payments_resultrow AS r
WHERE r.file_id = %(file)s AND r.problem = '' AND l.batch_id = %(batch)s AND l.number = r.line_number
  AND {when}
"""
_ENTRIES = """
UPDATE payments_entry AS x SET state = {state}, settled_at = {at}
FROM payments_line AS l
JOIN payments_resultrow AS r ON r.line_number = l.number AND r.file_id = %(file)s AND r.problem = ''
WHERE l.batch_id = %(batch)s AND x.line_id = l.id AND x.state = 'planned' AND l.state IN {states}
"""
_RETURNS = """
INSERT INTO payments_entry (elder_id, programme, month, kind, state, amount_fen, fund, area_code, version_id,
                            decision_id, batch_id, line_id, made_at, settled_at, note)
SELECT x.elder_id, x.programme, x.month, CASE WHEN x.kind = 'payment' THEN 'return' ELSE 'undone' END, 'settled',
       -x.amount_fen, x.fund, x.area_code, x.version_id, x.decision_id, x.batch_id, x.line_id, %(at)s, %(at)s, r.reason
FROM payments_resultrow AS r
JOIN payments_line AS l ON l.batch_id = %(batch)s AND l.number = r.line_number AND l.state = 'returned'
JOIN payments_entry AS x ON x.line_id = l.id AND x.kind IN ('payment', 'offset') AND x.state = 'settled'
WHERE r.file_id = %(file)s AND r.problem = '' AND r.status = 'returned' AND l.answered_at = %(at)s
"""
_FAILED = """
INSERT INTO payments_failedaccount (elder_id, area_code, line_id, reason, opened_at, solved_by, note)
SELECT l.elder_id, l.area_code, l.id, r.reason, %(at)s, '', ''
FROM payments_resultrow AS r
JOIN payments_line AS l ON l.batch_id = %(batch)s AND l.number = r.line_number AND l.state IN ('failed', 'returned')
WHERE r.file_id = %(file)s AND r.problem = '' AND l.answered_at = %(at)s
ORDER BY l.elder_id
ON CONFLICT (elder_id) WHERE solved_at IS NULL DO UPDATE SET line_id = excluded.line_id, reason = excluded.reason
"""
_REFUSED = _ANSWERED.format(state="'failed'", when="r.status = 'failed' AND l.state = 'issued'")
_PAID = _ANSWERED.format(
    state="'paid'", when="r.status IN ('paid', 'returned') AND l.state = 'issued'"
)
_BACK = _ANSWERED.format(state="'returned'", when="r.status = 'returned' AND l.state = 'paid'")
BOOK = (
    _REFUSED,
    _ENTRIES.format(state="'void'", at="NULL", states="('failed')"),
    _PAID,
    _ENTRIES.format(state="'settled'", at="%(at)s", states="('paid')"),
    _BACK,
    _RETURNS,
    _FAILED,
)

COUNT = """
SELECT CASE WHEN problem = 'again' THEN 'again' WHEN problem <> '' THEN 'bad' ELSE status END, count(*)
FROM payments_resultrow WHERE file_id = %(file)s GROUP BY 1
"""
TOUCHED = """
SELECT DISTINCT l.elder_id FROM payments_resultrow AS r
JOIN payments_line AS l ON l.batch_id = %(batch)s AND l.number = r.line_number
WHERE r.file_id = %(file)s AND r.problem = '' AND (l.offset_fen > 0 OR l.state IN ('failed', 'returned')
    OR EXISTS (SELECT 1 FROM payments_recovery AS y WHERE y.elder_id = l.elder_id AND y.state = 'open'))
"""
