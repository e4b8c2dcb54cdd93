-- What a site sets about signing in on its hosted pages, and codes that come with a link: who asked, what for, and from where.

ALTER TABLE sites ADD COLUMN sign_in JSONB NOT NULL DEFAULT '{}';

ALTER TABLE email_codes ADD COLUMN link_hash BYTEA,
ADD COLUMN asked_ip TEXT,
ADD COLUMN asked_agent TEXT,
ADD COLUMN name TEXT,
ADD COLUMN state TEXT;
CREATE UNIQUE INDEX email_codes_link_hash_key ON email_codes (link_hash);
