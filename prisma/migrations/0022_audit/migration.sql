-- The audit log: what happened to whose account, who did it, from where, and how it ended.

CREATE TYPE audit_outcome AS ENUM ('success', 'failure');

-- No foreign key: an event outlives what it is about, and writing one locks nothing else.
CREATE TABLE audit_events (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    id BIGINT NOT NULL,
    site_id BIGINT DEFAULT (current_setting('app.site_id'::text))::bigint,
    type TEXT NOT NULL,
    outcome audit_outcome NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT,
    site_user_id BIGINT,
    pseudonym UUID,
    ip TEXT,
    browser TEXT,
    data JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT audit_events_pkey PRIMARY KEY (account_id, id)
);
CREATE INDEX audit_events_account_id_created_at_id_idx ON audit_events (account_id, created_at, id);
CREATE INDEX audit_events_account_id_site_id_created_at_id_idx ON audit_events (account_id, site_id, created_at, id);
CREATE INDEX audit_events_account_id_site_user_id_created_at_id_idx ON audit_events (account_id, site_user_id, created_at, id);
CREATE INDEX audit_events_account_id_type_created_at_id_idx ON audit_events (account_id, type, created_at, id);

-- For how many days an account keeps its events; null: for ever. People are offered 30 and more; the demonstration keeps one.
ALTER TABLE accounts ADD COLUMN audit_days INTEGER DEFAULT 365 CHECK (audit_days BETWEEN 1 AND 3650);
UPDATE accounts SET audit_days = 1 WHERE id = 1;

-- SECURITY: whatever runs as the application adds events and changes none. The two functions below are the exceptions: each says
-- so in a setting that ends with its own call. They run as their owner, so that a role which may only read and add can call them.
CREATE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.audit_upkeep', true), '') <> TG_OP THEN
        RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER audit_events_are_kept BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION keep_audit_events();
CREATE TRIGGER audit_events_are_not_emptied BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_events();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM PUBLIC;

-- Puts one random name in the place of a deleted user's id, in all of their events.
CREATE FUNCTION forget_in_audit(account BIGINT, site_user BIGINT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name UUID := gen_random_uuid();
BEGIN
    PERFORM set_config('app.audit_upkeep', 'UPDATE', true);
    UPDATE public.audit_events e SET site_user_id = NULL, pseudonym = name,
        actor_id = CASE WHEN e.actor_kind = 'site_user' THEN NULL ELSE e.actor_id END
    WHERE e.account_id = account AND e.site_user_id = site_user;
    PERFORM set_config('app.audit_upkeep', '', true);
END $$;

-- Deletes some of the events that their account has kept for as long as it wants to, and of those about the users of sites that are
-- purged now. SECURITY: what is over, the rows say, and not the caller.
CREATE FUNCTION drop_old_audit_events(restore_days INTEGER, most INTEGER) RETURNS INTEGER
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
        WHERE s.deleted_at < now() - make_interval(days => restore_days) LIMIT most)
    DELETE FROM public.audit_events e USING (SELECT * FROM old UNION SELECT * FROM homeless) o
    WHERE e.account_id = o.account_id AND e.id = o.id;
    GET DIAGNOSTICS dropped = ROW_COUNT;
    PERFORM set_config('app.audit_upkeep', '', true);
    RETURN dropped;
END $$;
