import { query, queryPlanned } from "../query";
import type { SiteScope } from "../scope";

/** A site user as an import compares them with a row of a file. */
export type KnownUser = {
  readonly accountId: bigint;
  readonly id: bigint;
  readonly uuid: string;
  readonly externalId: string | null;
  readonly email: string;
  readonly emailCanonical: string;
  readonly emailVerifiedAt: Date | null;
  readonly username: string | null;
  readonly usernameCanonical: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  readonly metadata: Record<string, unknown>;
  readonly privateMetadata: Record<string, unknown>;
  readonly blockedAt: Date | null;
  readonly passwordSealed: Uint8Array | null;
  /** Their password is as an import left it: nobody has set one here since. */
  readonly passwordIsImported: boolean;
};

/** What rows of a file name users by. */
export type UserNames = {
  readonly emails: readonly string[];
  readonly externalIds: readonly string[];
  readonly usernames: readonly string[];
  readonly uuids: readonly string[];
};

const KNOWN_USER = `u.account_id AS "accountId", u.id, u.uuid, u.external_id AS "externalId", u.email, u.email_canonical AS "emailCanonical", u.email_verified_at AS "emailVerifiedAt",
  u.username, u.username_canonical AS "usernameCanonical", u.name, u.first_name AS "firstName", u.last_name AS "lastName", u.locale, u.metadata,
  u.private_metadata AS "privateMetadata", u.blocked_at AS "blockedAt", u.password_sealed AS "passwordSealed",
  u.password_import IS NOT NULL AND u.password_import = sha256(u.password_sealed) AS "passwordIsImported"`;

/**
 * The trap of all statements here: an import begins in a table that is empty, and a plan that was made then reads the whole site
 * for each row ever after. So they are planned anew each time, and look each value up by itself, in the one index that begins
 * with the site and ends with it. A policy would name the account beside it, and open other indexes to the same mistake: as the system.
 */
const knownBy = (column: string, values: string) =>
  `SELECT ${KNOWN_USER} FROM unnest(${values}) AS asked (value)
   CROSS JOIN LATERAL (SELECT * FROM site_users WHERE site_id = $2 AND ${column} = asked.value LIMIT 1) u WHERE u.account_id = $1`;

/** The users of a site that any of these names, in their canonical forms, belongs to. */
export async function findKnownUsers(scope: SiteScope, { emails, externalIds, usernames, uuids }: UserNames): Promise<KnownUser[]> {
  const rows = await queryPlanned<KnownUser>(
    "system",
    [
      knownBy("email_canonical", "$3::text[]"),
      knownBy("external_id", "$4::text[]"),
      knownBy("username_canonical", "$5::text[]"),
      knownBy("uuid", "$6::uuid[]"),
    ].join(" UNION ALL "),
    [scope.accountId, scope.siteId, emails, externalIds, usernames, uuids],
  );
  return [...new Map(rows.map((user) => [user.id, user])).values()];
}

/** Those of some ids that users of the account have, at whichever site. */
export async function findTakenIds(scope: SiteScope, ids: readonly bigint[]): Promise<Set<bigint>> {
  if (ids.length === 0) return new Set();
  const rows = await queryPlanned<{ id: bigint }>(
    { accountOf: scope },
    `SELECT u.id FROM unnest($2::bigint[]) AS asked (value)
     CROSS JOIN LATERAL (SELECT id FROM site_users WHERE account_id = $1 AND id = asked.value LIMIT 1) u`,
    [scope.accountId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Which rows of an import have used these keys. */
export function findImportKeys(
  scope: SiteScope,
  importId: bigint,
  keys: readonly Uint8Array[],
): Promise<{ key: Uint8Array; row: number }[]> {
  return queryPlanned(
    scope,
    `SELECT k.key, k.row FROM unnest($4::bytea[]) AS asked (value) CROSS JOIN LATERAL (
       SELECT * FROM import_keys WHERE account_id = $1 AND import_id = $3 AND key = asked.value LIMIT 1) k WHERE k.site_id = $2`,
    [scope.accountId, scope.siteId, importId, keys],
  );
}

/** A time; a text keeps what a Date would round off. */
type Moment = Date | string;

/** A user to be written. Of one who is there already, absent is: as it is. Binary values are base64. */
export type UserToWrite = {
  readonly id: string;
  readonly uuid?: string | undefined;
  readonly external_id?: string | undefined;
  readonly email?: string | undefined;
  readonly email_canonical?: string | undefined;
  readonly email_verified_at?: Moment | null | undefined;
  readonly username?: string | undefined;
  readonly username_canonical?: string | undefined;
  readonly name?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly locale?: string | undefined;
  readonly metadata?: object | undefined;
  readonly private_metadata?: object | undefined;
  readonly blocked_at?: Moment | null | undefined;
  readonly password?: string | undefined;
  readonly created_at?: Moment | undefined;
  readonly updated_at?: Moment | undefined;
  readonly last_sign_in_at?: Moment | null | undefined;
  /** The address is another one than before. */
  readonly moved?: boolean;
  /** The file proves the address, and nobody had here. */
  readonly proves?: boolean;
};

const ROW = `(id bigint, uuid uuid, external_id text, email text, email_canonical text, email_verified_at timestamptz, username text,
  username_canonical text, name text, first_name text, last_name text, locale text, metadata jsonb, private_metadata jsonb, blocked_at timestamptz,
  password text, created_at timestamptz, updated_at timestamptz, last_sign_in_at timestamptz, moved boolean, proves boolean)`;

/** A batch of rows of a file, and what becomes of them. */
export type ImportBatch = {
  readonly importId: bigint;
  /** How many rows were done with before this batch: it is written behind exactly these, or not at all. */
  readonly rowsBefore: number;
  readonly rowsDone: number;
  readonly bytesDone: number;
  readonly counts: { readonly new: number; readonly update: number; readonly skip: number; readonly refuse: number };
  readonly created: readonly UserToWrite[];
  readonly changed: readonly UserToWrite[];
  readonly notes: readonly { readonly row: number; readonly refused: boolean; readonly messages: readonly string[] }[];
  readonly keys: readonly { readonly key: Uint8Array; readonly row: number }[];
};

/**
 * Writes the users of a batch together with how far the import has come, what is said about its rows, and whom they named.
 *
 * One statement: a process that is killed leaves the whole batch or nothing of it. The password of somebody who has one stays,
 * unless an import put it there and nobody has set another here since.
 *
 * SECURITY: an address that the file proves and nobody had proved here voids the password that was set before: whoever set it
 * had not shown that the address is theirs. And a new address or password ends every secret that is still open.
 *
 * @returns false when the import is not where this batch goes on: somebody else works on it, or it has ended, or its site has
 * @throws a unique violation when somebody has taken an address, a username or an id in between: read again, and plan again
 */
export async function writeImportBatch(scope: SiteScope, batch: ImportBatch): Promise<boolean> {
  const { counts } = batch;
  const rows = await queryPlanned(
    scope,
    `WITH mine AS (
       UPDATE imports SET rows_done = $5, bytes_done = $6, count_new = count_new + $7, count_update = count_update + $8,
         count_skip = count_skip + $9, count_refuse = count_refuse + $10, worked_at = now(), stalls = 0
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND rows_done = $4 AND status = 'running'
         AND EXISTS (SELECT 1 FROM sites WHERE account_id = $1 AND id = $2 AND deleted_at IS NULL)
       RETURNING id),
     created AS (
       INSERT INTO site_users (id, account_id, site_id, uuid, external_id, email, email_canonical, email_verified_at, username, username_canonical,
         name, first_name, last_name, locale, metadata, private_metadata, blocked_at, password_sealed, password_import, created_at, updated_at,
         last_sign_in_at)
       SELECT u.id, $1, $2, coalesce(u.uuid, gen_random_uuid()), u.external_id, u.email, u.email_canonical, u.email_verified_at, u.username,
         u.username_canonical, u.name, u.first_name, u.last_name, u.locale, coalesce(u.metadata, '{}'), coalesce(u.private_metadata, '{}'),
         u.blocked_at, decode(u.password, 'base64'), sha256(decode(u.password, 'base64')), coalesce(u.created_at, now()),
         coalesce(u.updated_at, now()), u.last_sign_in_at
       FROM mine, json_to_recordset($11::json) AS u ${ROW}),
     given AS (SELECT u.*, decode(u.password, 'base64') AS sealed FROM mine, json_to_recordset($12::json) AS u ${ROW}),
     changed AS (
       UPDATE site_users t SET external_id = coalesce(u.external_id, t.external_id), email = coalesce(u.email, t.email),
         email_canonical = coalesce(u.email_canonical, t.email_canonical),
         email_verified_at = CASE WHEN u.moved THEN u.email_verified_at ELSE coalesce(t.email_verified_at, u.email_verified_at) END,
         username = coalesce(u.username, t.username), username_canonical = coalesce(u.username_canonical, t.username_canonical),
         name = coalesce(u.name, t.name), first_name = coalesce(u.first_name, t.first_name), last_name = coalesce(u.last_name, t.last_name),
         locale = coalesce(u.locale, t.locale), metadata = t.metadata || coalesce(u.metadata, '{}'),
         private_metadata = t.private_metadata || coalesce(u.private_metadata, '{}'), blocked_at = coalesce(t.blocked_at, u.blocked_at),
         (password_sealed, password_import) = (
           SELECT CASE WHEN renews THEN u.sealed ELSE t.password_sealed END, CASE WHEN renews THEN sha256(u.sealed) ELSE t.password_import END
           FROM (SELECT u.proves AND t.email_verified_at IS NULL AND t.password_import IS DISTINCT FROM sha256(t.password_sealed)
             OR u.sealed IS NOT NULL AND (t.password_sealed IS NULL OR t.password_import = sha256(t.password_sealed)) AS renews) rule),
         updated_at = now()
       FROM given u WHERE t.account_id = $1 AND t.site_id = $2 AND t.id = u.id),
     ended_tokens AS (
       UPDATE callback_tokens t SET expires_at = 'epoch' FROM given u
       WHERE t.account_id = $1 AND t.site_id = $2 AND t.site_user_id = u.id AND t.used_at IS NULL AND (u.moved OR u.proves OR u.sealed IS NOT NULL)),
     ended_mails AS (
       UPDATE mail_tokens t SET expires_at = 'epoch' FROM given u
       WHERE t.account_id = $1 AND t.site_id = $2 AND t.site_user_id = u.id AND t.used_at IS NULL AND (u.moved OR u.proves OR u.sealed IS NOT NULL)),
     noted AS (
       INSERT INTO import_notes (account_id, site_id, import_id, row, refused, messages)
       SELECT $1, $2, $3, n.row, n.refused, n.messages FROM mine, json_to_recordset($13::json) AS n (row int, refused boolean, messages text[])),
     keyed AS (
       INSERT INTO import_keys (account_id, site_id, import_id, key, row)
       SELECT $1, $2, $3, k.key, k.row FROM mine, unnest($14::bytea[], $15::int[]) AS k (key, row))
     SELECT id FROM mine`,
    [
      scope.accountId,
      scope.siteId,
      batch.importId,
      batch.rowsBefore,
      batch.rowsDone,
      batch.bytesDone,
      counts.new,
      counts.update,
      counts.skip,
      counts.refuse,
      JSON.stringify(batch.created),
      JSON.stringify(batch.changed),
      JSON.stringify(batch.notes),
      batch.keys.map(({ key }) => key),
      batch.keys.map(({ row }) => row),
    ],
  );
  return rows.length === 1;
}

/** So many at a time: one statement for the keys of millions of rows would take too long. */
const KEYS_AT_A_TIME = 20_000;

/** Forgets whom the rows of an import have named. */
export async function deleteImportKeys(scope: SiteScope, importId: bigint): Promise<void> {
  for (let more = true; more; ) {
    const rows = await query(
      scope,
      "delete-import-keys",
      `DELETE FROM import_keys WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM import_keys WHERE account_id = $1 AND site_id = $2 AND import_id = $3 LIMIT ${KEYS_AT_A_TIME}))
       RETURNING 1 AS gone`,
      [scope.accountId, scope.siteId, importId],
    );
    more = rows.length === KEYS_AT_A_TIME;
  }
}
