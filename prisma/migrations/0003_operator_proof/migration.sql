-- When an operator's address was proved. Those who are there already are trusted from their beginning.

ALTER TABLE operators ADD COLUMN email_verified_at TIMESTAMPTZ(6);
UPDATE operators SET email_verified_at = created_at;
