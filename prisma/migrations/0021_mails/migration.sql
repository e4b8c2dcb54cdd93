-- The mails of a site: who they are from, and what they say in its own words.

ALTER TABLE sites ADD COLUMN mail JSONB NOT NULL DEFAULT '{}';

CREATE TABLE mail_texts (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    texts JSONB NOT NULL,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT mail_texts_pkey PRIMARY KEY (account_id, site_id, kind, language),
    CONSTRAINT mail_texts_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
