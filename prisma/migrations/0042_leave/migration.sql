-- An account can be deleted: it is gone for everybody at once, can be brought back for a week, and is then purged in portions.

-- Since when. '-infinity': it is being purged, and nothing brings it back.
ALTER TABLE accounts ADD COLUMN deleted_at TIMESTAMPTZ(6);

-- What is deleted with an account carries the account's own moment, so that bringing it back brings back just that. SECURITY: whoever was let
-- in a moment before may still be about to add a site or a token. Who deletes the account has its row locked for update: they wait for us, or
-- we for them, and then see it. What is over already is let pass: a backup may hold such an account. So is what would be somebody else's: the
-- policies refuse it.
CREATE FUNCTION refuse_in_deleted_account() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone TIMESTAMPTZ;
BEGIN
    SELECT a.deleted_at INTO gone FROM public.accounts a WHERE a.id = NEW.account_id FOR KEY SHARE;
    IF gone IS NOT NULL THEN
        RAISE EXCEPTION 'The account is deleted' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sites_of_live_account BEFORE INSERT ON sites
    FOR EACH ROW WHEN (NEW.deleted_at IS NULL) EXECUTE FUNCTION refuse_in_deleted_account();
CREATE TRIGGER api_tokens_of_live_account BEFORE INSERT ON api_tokens
    FOR EACH ROW WHEN (NEW.revoked_at IS NULL) EXECUTE FUNCTION refuse_in_deleted_account();

-- The list of what was deleted has accounts, too: neither a site nor a user.
ALTER TABLE deletions ALTER COLUMN site_id DROP NOT NULL;
CREATE INDEX deletions_accounts ON deletions (account_id) WHERE site_id IS NULL;

CREATE FUNCTION note_deleted_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.deletions (account_id, site_id, site_user_id) SELECT id, NULL, NULL FROM gone;
  RETURN NULL;
END $$;

CREATE TRIGGER accounts_deleted AFTER DELETE ON accounts
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deleted_accounts();

-- As in 0030, and besides all events of accounts that are being purged, with those that somebody managed to add at the last moment; a site
-- that went with its account is purged with it. SECURITY: what is over, the rows say, and not the caller.
CREATE OR REPLACE FUNCTION drop_old_audit_events(restore_days INTEGER, most INTEGER) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    dropped INTEGER;
BEGIN
    PERFORM set_config('app.audit_upkeep', 'DELETE', true);
    WITH old AS (
        SELECT o.account_id, o.id FROM public.accounts a CROSS JOIN LATERAL (
            SELECT e.account_id, e.id FROM public.audit_events e
            WHERE e.account_id = a.id AND e.created_at < now() - make_interval(days => a.audit_days)
            ORDER BY e.created_at LIMIT most) o
        LIMIT most),
    homeless AS (
        SELECT e.account_id, e.id FROM public.sites s
        JOIN public.audit_events e ON e.account_id = s.account_id AND e.site_id = s.id AND e.site_user_id IS NOT NULL
        WHERE s.deleted_at < now() - make_interval(days => greatest(restore_days, 7))
            AND NOT EXISTS (SELECT FROM public.accounts a WHERE a.id = s.account_id AND a.deleted_at = s.deleted_at AND a.deleted_at > '-infinity')
        LIMIT most),
    departed AS (
        SELECT o.account_id, o.id FROM (
            SELECT a.id FROM public.accounts a WHERE a.deleted_at = '-infinity'
            UNION ALL SELECT d.account_id FROM public.deletions d WHERE d.site_id IS NULL) gone
        CROSS JOIN LATERAL (SELECT e.account_id, e.id FROM public.audit_events e WHERE e.account_id = gone.id LIMIT most) o
        LIMIT most)
    DELETE FROM public.audit_events e USING (SELECT * FROM old UNION SELECT * FROM homeless UNION SELECT * FROM departed) o
    WHERE e.account_id = o.account_id AND e.id = o.id;
    GET DIAGNOSTICS dropped = ROW_COUNT;
    PERFORM set_config('app.audit_upkeep', '', true);
    RETURN dropped;
END $$;
