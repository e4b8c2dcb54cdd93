-- What was deleted, so that it can be deleted again in a database that was restored from an older backup; and when there was a backup.

CREATE TABLE deletions (
    id BIGSERIAL NOT NULL,
    account_id BIGINT NOT NULL,
    site_id BIGINT NOT NULL,
    site_user_id BIGINT,
    deleted_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT deletions_pkey PRIMARY KEY (id)
);

CREATE INDEX deletions_deleted_at_idx ON deletions (deleted_at);

CREATE TABLE backups (
    id BIGINT NOT NULL,
    made_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    bytes BIGINT NOT NULL,

    CONSTRAINT backups_pkey PRIMARY KEY (id)
);

-- By triggers, so that no statement can forget it: rows also go because their site does. They run as their owner, so that the role
-- of the application needs no right to this table.
CREATE FUNCTION note_deleted_site_users() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.deletions (account_id, site_id, site_user_id) SELECT account_id, site_id, id FROM gone;
  RETURN NULL;
END $$;

CREATE TRIGGER site_users_deleted AFTER DELETE ON site_users
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deleted_site_users();

CREATE FUNCTION note_deleted_sites() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.deletions (account_id, site_id, site_user_id) SELECT account_id, id, NULL FROM gone;
  RETURN NULL;
END $$;

CREATE TRIGGER sites_deleted AFTER DELETE ON sites
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deleted_sites();
