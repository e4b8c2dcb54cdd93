-- Two more lists that are walked in an index.

-- The callback tokens of a site in the order in which they were issued: its newest, and how many there were on each day. Every sign-in
-- writes each index, so another one goes for it: a token is found by its id alone.
CREATE INDEX callback_tokens_account_id_site_id_created_at_id_idx ON callback_tokens (account_id, site_id, created_at, id);
DROP INDEX callback_tokens_account_id_id_key;

-- Users by address, who lie far apart on disk: with the site it tells of each what a search asks, and only who fits is read.
CREATE INDEX site_users_account_id_email_canonical_id_site_id_idx ON site_users (account_id, email_canonical, id, site_id);
DROP INDEX site_users_account_id_email_canonical_id_idx;
