-- How the pages of a site look: what visitors see, what is being tried out, and the pictures of both.

ALTER TABLE sites ADD COLUMN branding JSONB NOT NULL DEFAULT '{}',
ADD COLUMN branding_draft JSONB;

CREATE TABLE site_logos (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    hash TEXT NOT NULL,
    type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BYTEA NOT NULL,

    CONSTRAINT site_logos_pkey PRIMARY KEY (account_id, site_id, hash),
    CONSTRAINT site_logos_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
