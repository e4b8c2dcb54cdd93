import { query } from "../query";
import type { SiteScope } from "../scope";

/**
 * Adds a sealed piece to a file of the site.
 *
 * The file is held while it is looked at: one that is deleted at that moment is a file that the site does not have, not a fault.
 * The trap: through Prisma a piece travels as base64 text and takes eight times as long.
 *
 * @returns false when the site has no such file, also when it was deleted meanwhile
 */
export async function insertPiece(scope: SiteScope, fileId: bigint, n: number, sealed: Uint8Array): Promise<boolean> {
  const rows = await query(
    scope,
    "insert-piece",
    `INSERT INTO stored_file_chunks (account_id, site_id, file_id, n, sealed)
     SELECT account_id, site_id, id, $4, $5 FROM stored_files WHERE account_id = $1 AND site_id = $2 AND id = $3
     FOR KEY SHARE
     RETURNING n`,
    [scope.accountId, scope.siteId, fileId, n, sealed],
  );
  return rows.length === 1;
}

/** A sealed piece of a file of the site, or null behind the last. */
export async function selectPiece(scope: SiteScope, fileId: bigint, n: number): Promise<Uint8Array | null> {
  const [row] = await query<{ sealed: Uint8Array }>(
    scope,
    "select-piece",
    `SELECT sealed FROM stored_file_chunks WHERE account_id = $1 AND site_id = $2 AND file_id = $3 AND n = $4`,
    [scope.accountId, scope.siteId, fileId, n],
  );
  return row?.sealed ?? null;
}
