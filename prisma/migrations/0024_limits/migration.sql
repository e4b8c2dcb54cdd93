-- Limits against attacks: waits that grow, failures of a site and of the whole installation, and what a site sets about them.

ALTER TABLE attempts ADD COLUMN closings smallint NOT NULL DEFAULT 0;
ALTER TABLE operator_attempts ADD COLUMN closings smallint NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN attack_protection jsonb NOT NULL DEFAULT '{}';
