"""The statements of a batch: everybody of an area at once. `rules/allotting.py` says the same for one person.

Temporary tables: payments_due (what entitlement owes), payments_gap (months where due and booked differ; claimed months
of other open batches are left alone), payments_sum (one row per person).
"""

from __future__ import annotations

MAKE_DUE = "CREATE TEMP TABLE payments_due ({columns}) ON COMMIT DROP"
DROP = "DROP TABLE IF EXISTS payments_due, payments_gap, payments_sum"

GAPS = """
CREATE TEMP TABLE payments_gap ON COMMIT DROP AS
WITH net AS (
    SELECT x.elder_id, x.month, sum(x.amount_fen) AS net_fen, max(x.id) AS last_id,
           bool_or(x.state = 'planned') AS claimed
    FROM payments_entry AS x
    JOIN registry_elder AS e ON e.id = x.elder_id AND e.status <> 'merged'
         AND e.area_code >= %(area)s AND e.area_code < %(beyond)s
    WHERE x.programme = %(programme)s AND x.state <> 'void' AND x.month <= %(month)s
    GROUP BY x.elder_id, x.month)
SELECT COALESCE(d.elder_id, n.elder_id) AS elder_id, COALESCE(d.month, n.month) AS month,
       COALESCE(d.amount_fen, 0) - COALESCE(n.net_fen, 0) AS gap_fen,
       CASE WHEN COALESCE(d.amount_fen, 0) < n.net_fen THEN p.fund ELSE d.fund END AS fund,
       COALESCE(d.version_id, p.version_id) AS version_id, COALESCE(d.decision_id, p.decision_id) AS decision_id
FROM payments_due AS d
FULL JOIN net AS n ON n.elder_id = d.elder_id AND n.month = d.month
LEFT JOIN payments_entry AS p ON p.id = n.last_id
WHERE COALESCE(d.amount_fen, 0) <> COALESCE(n.net_fen, 0) AND n.claimed IS NOT TRUE
"""

SUSPENDED = """
    SELECT elder_id FROM payments_suspension
    WHERE lifted_at IS NULL AND programme IN ('', %(programme)s) AND from_on <= %(today)s
      AND (until_on IS NULL OR until_on >= %(today)s)
"""

SUMS = f"""
CREATE TEMP TABLE payments_sum ON COMMIT DROP AS
WITH total AS (
    SELECT elder_id, COALESCE(sum(gap_fen) FILTER (WHERE gap_fen > 0), 0)::bigint AS pos_fen,
           COALESCE(-sum(gap_fen) FILTER (WHERE gap_fen < 0), 0)::bigint AS neg_fen,
           COALESCE(sum(gap_fen) FILTER (WHERE gap_fen > 0 AND month < %(month)s), 0)::bigint AS arrears_fen
    FROM payments_gap GROUP BY elder_id)
SELECT t.*, e.area_code, e.bank_name, CASE WHEN e.bank_holder = '' THEN e.name ELSE e.bank_holder END AS bank_holder,
       e.bank_sealed,
       CASE WHEN s.elder_id IS NOT NULL THEN 'suspended'
            WHEN t.pos_fen <= t.neg_fen THEN NULL
            WHEN e.bank_sealed IS NULL THEN 'no_account'
            WHEN f.elder_id IS NOT NULL AND l.bank_sealed IS NOT DISTINCT FROM e.bank_sealed THEN 'bad_account'
       END AS held
FROM total AS t
JOIN registry_elder AS e ON e.id = t.elder_id
LEFT JOIN (SELECT DISTINCT elder_id FROM ({SUSPENDED}) AS q) AS s ON s.elder_id = t.elder_id
LEFT JOIN payments_failedaccount AS f ON f.elder_id = t.elder_id AND f.solved_at IS NULL
LEFT JOIN payments_line AS l ON l.id = f.line_id
WHERE t.pos_fen > 0
"""

HELD = """
INSERT INTO payments_held (batch_id, elder_id, area_code, reason, amount_fen)
SELECT %(batch)s, elder_id, area_code, held, GREATEST(pos_fen - neg_fen, 0) FROM payments_sum WHERE held IS NOT NULL
"""

LINES = """
INSERT INTO payments_line (batch_id, number, elder_id, area_code, amount_fen, gross_fen, offset_fen, arrears_fen,
                           bank_name, bank_holder, bank_sealed, state, reason)
SELECT %(batch)s, row_number() OVER (ORDER BY area_code, elder_id), elder_id, area_code,
       pos_fen - LEAST(pos_fen, neg_fen), pos_fen, LEAST(pos_fen, neg_fen), arrears_fen,
       bank_name, bank_holder, bank_sealed, 'planned', ''
FROM payments_sum WHERE held IS NULL
"""

ENTRIES = """
INSERT INTO payments_entry (elder_id, programme, month, kind, state, amount_fen, fund, area_code, version_id,
                            decision_id, batch_id, line_id, made_at, note)
SELECT g.elder_id, %(programme)s, g.month, CASE WHEN g.gap_fen > 0 THEN 'payment' ELSE 'offset' END, 'planned',
       CASE WHEN g.gap_fen > 0 THEN g.gap_fen ELSE -g.taken END, COALESCE(g.fund, ''), l.area_code, g.version_id,
       g.decision_id, %(batch)s, l.id, %(at)s, ''
FROM (
    SELECT q.*, CASE WHEN q.gap_fen < 0 THEN LEAST(-q.gap_fen, GREATEST(0, s.pos_fen - q.before)) ELSE 0 END AS taken
    FROM (
        SELECT gap.*, COALESCE(sum(GREATEST(-gap_fen, 0)) OVER (
            PARTITION BY elder_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS before
        FROM payments_gap AS gap) AS q
    JOIN payments_sum AS s ON s.elder_id = q.elder_id) AS g
JOIN payments_line AS l ON l.batch_id = %(batch)s AND l.elder_id = g.elder_id
WHERE g.gap_fen > 0 OR g.taken > 0
"""

TOTALS = """
SELECT count(*), COALESCE(sum(gross_fen), 0), COALESCE(sum(offset_fen), 0), COALESCE(sum(amount_fen), 0),
       (SELECT count(*) FROM payments_held WHERE batch_id = %(batch)s)
FROM payments_line WHERE batch_id = %(batch)s AND state <> 'withheld'
"""

DIGEST = """
SELECT encode(sha256(convert_to(COALESCE(string_agg(
    number || ',' || elder_id || ',' || amount_fen || ',' || gross_fen || ',' || offset_fen, ';' ORDER BY number), ''),
    'UTF8')), 'hex')
FROM payments_line WHERE batch_id = %(batch)s
"""

UNBALANCED = """
SELECT count(*) FROM payments_line AS l
LEFT JOIN (SELECT line_id, sum(amount_fen) AS fen FROM payments_entry
           WHERE batch_id = %(batch)s AND kind IN ('payment', 'offset') GROUP BY line_id) AS e ON e.line_id = l.id
WHERE l.batch_id = %(batch)s AND e.fen IS DISTINCT FROM l.amount_fen
"""

OVERTAKEN = f"""
UPDATE payments_line SET state = 'withheld', answered_at = %(at)s
WHERE batch_id = %(batch)s AND state = 'planned' AND (
    elder_id IN ({SUSPENDED})
    OR id IN (
        SELECT p.line_id FROM payments_entry AS p
        JOIN (SELECT x.elder_id, x.month, sum(x.amount_fen) AS net_fen FROM payments_entry AS x
              WHERE x.programme = %(programme)s AND x.state <> 'void'
                AND x.elder_id IN (SELECT elder_id FROM payments_line WHERE batch_id = %(batch)s)
              GROUP BY x.elder_id, x.month) AS n ON n.elder_id = p.elder_id AND n.month = p.month
        LEFT JOIN payments_due AS d ON d.elder_id = p.elder_id AND d.month = p.month
        WHERE p.batch_id = %(batch)s AND p.state = 'planned' AND n.net_fen <> COALESCE(d.amount_fen, 0)
          AND (p.kind = 'payment' OR n.net_fen < COALESCE(d.amount_fen, 0))))
"""

VOID_WITHHELD = """
UPDATE payments_entry SET state = 'void'
WHERE batch_id = %(batch)s AND state = 'planned'
  AND line_id IN (SELECT id FROM payments_line WHERE batch_id = %(batch)s AND state = 'withheld')
"""

SETTLE_OFFSETS = """
UPDATE payments_entry SET state = 'settled', settled_at = %(at)s
WHERE batch_id = %(batch)s AND state = 'planned'
  AND line_id IN (SELECT id FROM payments_line WHERE batch_id = %(batch)s AND state = 'offset')
"""

SEND = """
UPDATE payments_line SET state = CASE WHEN amount_fen = 0 THEN 'offset' ELSE 'issued' END
WHERE batch_id = %(batch)s AND state = 'planned'
"""
