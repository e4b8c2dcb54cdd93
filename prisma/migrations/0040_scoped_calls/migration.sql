-- What a scope may do beyond its own rows, now that a role may do nothing else: `lib/db/access` gives the roles their policies and rights.
-- SECURITY: each of these runs as its owner, looks up whose scope it is in the settings that the policies go by, and does nothing without.

-- Adds a job of the scope. With `ending`, the job of that number is over, and where it is over already nothing is added: false.
CREATE FUNCTION add_job_in_scope(task TEXT, payload JSON, own_key TEXT DEFAULT NULL, max_tries INTEGER DEFAULT NULL, in_s INTEGER DEFAULT 0,
    ending BIGINT DEFAULT NULL)
RETURNS BOOLEAN LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account TEXT := current_setting('app.account_id');
    site TEXT := current_setting('app.site_id');
BEGIN
    IF account = '' OR payload -> 'scope' ->> 'account_id' IS DISTINCT FROM account
        OR (site <> '' AND payload -> 'scope' ->> 'site_id' IS DISTINCT FROM site) THEN
        RAISE EXCEPTION 'A job of another scope is refused' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = own_key AND j.payload -> 'scope' ->> 'account_id' IS DISTINCT FROM account) THEN
        RAISE EXCEPTION 'A job of another account has this key' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF ending IS NOT NULL THEN
        DELETE FROM graphile_worker._private_jobs j WHERE j.id = ending AND j.payload -> 'scope' ->> 'account_id' = account;
        IF NOT FOUND THEN RETURN false; END IF;
    END IF;
    PERFORM graphile_worker.add_job(task, payload => payload, job_key => own_key, max_attempts => max_tries,
        run_at => now() + make_interval(secs => in_s));
    RETURN true;
END $$;

-- Drops the jobs of the scope's site that nobody has begun and that are about an address.
CREATE FUNCTION drop_jobs_in_scope(address TEXT, recipient TEXT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM graphile_worker._private_jobs j WHERE j.locked_at IS NULL
        AND j.payload -> 'scope' ->> 'account_id' = current_setting('app.account_id')
        AND j.payload -> 'scope' ->> 'site_id' = current_setting('app.site_id')
        AND (j.payload ->> 'emailCanonical' = address OR j.payload ->> 'recipientKey' = recipient);
END $$;

-- Puts one random name in the place of the id of a deleted user of the scope, in all of their events.
CREATE FUNCTION forget_in_scope(site_user BIGINT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account BIGINT := current_setting('app.account_id')::bigint;
    site BIGINT := nullif(current_setting('app.site_id'), '')::bigint;
BEGIN
    IF EXISTS (SELECT FROM public.audit_events e WHERE e.account_id = account AND e.site_user_id = site_user AND e.site_id <> site) THEN
        RAISE EXCEPTION 'A user of another site is refused' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM public.forget_in_audit(account, site_user);
END $$;

-- Whoever writes an event down may not be one who may write deliveries, or queue jobs of another name.
ALTER FUNCTION queue_webhooks() SECURITY DEFINER SET search_path = public, pg_temp;
