-- Lists of site users that stay quick at a million of them, whatever they are searched for.

-- What a search can ask of a user, as words: each stretch of three characters of the address and of the name, so that a stretch
-- of one or two is a prefix of one of them; and in capitals, which no stretch has, whose they are and how they stand.
CREATE FUNCTION site_user_terms(account_id bigint, site_id bigint, email_canonical text, name text, verified boolean, blocked boolean)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(
    ARRAY(SELECT substr(part, at, 3) FROM (VALUES (email_canonical), (lower(name))) parts (part), generate_series(1, length(part)) at)
    || ARRAY['A' || account_id, 'S' || site_id,
             CASE WHEN verified THEN 'VERIFIED' ELSE 'UNVERIFIED' END, CASE WHEN blocked THEN 'BLOCKED' ELSE 'ADMITTED' END]);

-- What was inserted last waits in a list that every search reads through: 512 kB of it is about a millisecond. Four megabytes, which is
-- the default, would be eight, and makes an insert no cheaper.
CREATE INDEX site_users_terms ON site_users
    USING GIN (site_user_terms(account_id, site_id, email_canonical, name, email_verified_at IS NOT NULL, blocked_at IS NOT NULL))
    WITH (gin_pending_list_limit = 512);
DROP INDEX site_users_email_trgm;
DROP INDEX site_users_name_trgm;

CREATE INDEX site_users_account_id_email_canonical_id_idx ON site_users (account_id, email_canonical, id);

-- Who is blocked: few.
CREATE INDEX site_users_blocked ON site_users (account_id, created_at, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX site_users_blocked_of_site ON site_users (account_id, site_id, created_at, id) WHERE blocked_at IS NOT NULL;

-- Room for a sign-in to be noted on the page where its user is, or it would be written into every index of the table.
ALTER TABLE site_users SET (fillfactor = 90);
