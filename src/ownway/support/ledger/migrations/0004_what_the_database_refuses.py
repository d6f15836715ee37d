"""The rules of the ledger that PostgreSQL itself keeps, whoever asks it to write.

The functions run as the owner of the tables: a page sees some accounts only, and a floor counts
what everybody did. Numbers of errors: OW001 a closed period, OW002 below a floor, OW003 a reversal
that is not the mirror of what it reverses, OW004 a transaction that cannot see what is closed.
"""

from django.db import migrations

SETTLE = """
CREATE FUNCTION ledger_open_standing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NEW.floor IS NOT NULL THEN
    INSERT INTO ledger_standing (account_id, pence) VALUES (NEW.id, 0);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_open_standing AFTER INSERT ON ledger_account
FOR EACH ROW EXECUTE FUNCTION ledger_open_standing();

CREATE FUNCTION ledger_settle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  closed date;
  short bigint;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'ledger: post in a read committed transaction' USING ERRCODE = 'OW004';
  END IF;
  SELECT max(through) INTO closed FROM ledger_closing;
  IF closed IS NOT NULL AND EXISTS (SELECT FROM posted WHERE value_on <= closed) THEN
    RAISE EXCEPTION 'ledger: the period is closed through %', closed USING ERRCODE = 'OW001';
  END IF;
  IF EXISTS (
    SELECT FROM posted p JOIN ledger_transfer t ON t.id = p.reverses_id
    WHERE (p.debit_id, p.credit_id, p.pence) IS DISTINCT FROM (t.credit_id, t.debit_id, t.pence)
       OR t.reverses_id IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'ledger: a reversal mirrors what it reverses' USING ERRCODE = 'OW003';
  END IF;
  -- In one order, so that two who take from the same accounts wait instead of blocking each other.
  PERFORM FROM ledger_standing
    WHERE account_id IN (SELECT debit_id FROM posted UNION ALL SELECT credit_id FROM posted)
    ORDER BY account_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH moved AS (
    SELECT account_id, sum(pence) AS pence, bool_or(guarded) AS guarded FROM (
      SELECT credit_id AS account_id, pence, false AS guarded FROM posted
      UNION ALL SELECT debit_id, -pence, NOT outside FROM posted) leg
    GROUP BY account_id
  ), stands AS (
    UPDATE ledger_standing s SET pence = s.pence + moved.pence
    FROM moved JOIN ledger_account a ON a.id = moved.account_id
    WHERE s.account_id = moved.account_id
    RETURNING a.floor - s.pence AS short, moved.guarded
  )
  SELECT max(stands.short) INTO short FROM stands WHERE stands.guarded;
  IF short > 0 THEN
    RAISE EXCEPTION 'ledger: % pence short', short USING ERRCODE = 'OW002';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_settle AFTER INSERT ON ledger_transfer
REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_settle();
"""

CLOSE = """
CREATE FUNCTION ledger_close() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  before date;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'ledger: close in a read committed transaction' USING ERRCODE = 'OW004';
  END IF;
  -- Waits for whoever is posting; whoever posts later sees what is closed.
  LOCK TABLE ledger_transfer IN SHARE MODE;
  SELECT max(through) INTO before FROM ledger_closing;
  IF before >= NEW.through THEN
    RAISE EXCEPTION 'ledger: the period is closed through %', before USING ERRCODE = 'OW001';
  END IF;
  SELECT count(*), coalesce(sum(pence), 0) INTO NEW.transfers, NEW.pence
    FROM ledger_transfer WHERE value_on <= NEW.through;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_close BEFORE INSERT ON ledger_closing
FOR EACH ROW EXECUTE FUNCTION ledger_close();

CREATE FUNCTION ledger_carry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO ledger_closingbalance (closing_id, account_id, pence)
  SELECT NEW.id, account_id, sum(pence) FROM (
    SELECT credit_id AS account_id, pence FROM ledger_transfer WHERE value_on <= NEW.through
    UNION ALL SELECT debit_id, -pence FROM ledger_transfer WHERE value_on <= NEW.through) leg
  GROUP BY account_id HAVING sum(pence) <> 0;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_carry AFTER INSERT ON ledger_closing
FOR EACH ROW EXECUTE FUNCTION ledger_carry();
"""
UNDO = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION {name}();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_floors_closings_and_reversals")]
    operations = [
        migrations.RunSQL(
            SETTLE,
            UNDO.format(name="ledger_settle", table="ledger_transfer")
            + UNDO.format(name="ledger_open_standing", table="ledger_account"),
        ),
        migrations.RunSQL(
            CLOSE,
            UNDO.format(name="ledger_close", table="ledger_closing")
            + UNDO.format(name="ledger_carry", table="ledger_closing"),
        ),
    ]
