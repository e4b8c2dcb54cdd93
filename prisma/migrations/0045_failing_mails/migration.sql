-- That mails keep failing: those of a site to its users, and those to the operators of an account. How many tries have failed in a row since
-- the last mail that went out, since when, the last of them, and why. Where it stands beside the one it is about it is read with it, at no price,
-- and goes with it. Why is a word of ours: what the provider says may quote the address.

ALTER TABLE sites ADD COLUMN mail_failures INTEGER NOT NULL DEFAULT 0,
ADD COLUMN mail_failing_since TIMESTAMPTZ(6),
ADD COLUMN mail_failed_at TIMESTAMPTZ(6),
ADD COLUMN mail_failed_for TEXT;

ALTER TABLE accounts ADD COLUMN mail_failures INTEGER NOT NULL DEFAULT 0,
ADD COLUMN mail_failing_since TIMESTAMPTZ(6),
ADD COLUMN mail_failed_at TIMESTAMPTZ(6),
ADD COLUMN mail_failed_for TEXT;
