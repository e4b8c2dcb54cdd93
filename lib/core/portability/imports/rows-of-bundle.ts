import type { SiteContext } from "@/lib/db/resolve";
import { readPasswordHash } from "../../passwords/read-password-hash";
import { siteUsers } from "../bundle/parts/site-users";
import { type Bundle, type BundleRow, readBundle } from "../bundle/read-bundle";
import { readFile } from "../files/read-file";
import type { ReadingFile, SourceRow, SourceUser } from "./source-row";

type Line = BundleRow<ReturnType<typeof siteUsers.row.parse>>;

/** Opens the bundle in a stored file. */
export const openBundle = (site: SiteContext, fileId: bigint, bytes: number): Promise<Bundle> =>
  readBundle({ bytes, read: (from, to) => readFile(site, fileId, { from, to }) });

/** The users of a bundle. It tells how many there are, so the bytes are their share of the file. */
export function rowsOfBundle(site: SiteContext, fileId: bigint, bytes: number): ReadingFile {
  let share = 0;
  async function* rows(): AsyncGenerator<SourceRow> {
    const bundle = await openBundle(site, fileId, bytes);
    const total = bundle.manifest.files.find(({ name }) => name === siteUsers.file)?.rows ?? 0;
    try {
      for await (const line of bundle.rows(siteUsers)) {
        yield toSourceRow(line);
        share = line.row / total;
      }
    } finally {
      bundle.close();
    }
  }
  return { rows: rows(), bytesRead: () => Math.round(share * bytes) };
}

function toSourceRow(line: Line): SourceRow {
  const { row } = line;
  if ("issues" in line) return { row, messages: line.issues.map(({ message }) => message) };
  const { value } = line;
  const hash = typeof value.password_hash === "string" ? readPasswordHash(value.password_hash) : undefined;
  if (hash && "refused" in hash) return { row, messages: [`Password hash ${hash.refused}`] };
  const user: SourceUser = {
    id: BigInt(value.id),
    uuid: value.uuid.toLowerCase(),
    externalId: value.external_id ?? undefined,
    email: value.email,
    emailVerifiedAt: value.email_verified_at ?? undefined,
    username: value.username ?? undefined,
    name: value.name ?? undefined,
    firstName: value.first_name ?? undefined,
    lastName: value.last_name ?? undefined,
    locale: value.locale ?? undefined,
    metadata: value.metadata,
    privateMetadata: value.private_metadata,
    blockedAt: value.blocked_at ?? undefined,
    createdAt: value.created_at,
    updatedAt: value.updated_at,
    lastSignInAt: value.last_sign_in_at ?? undefined,
    passwordHash: hash,
  };
  return { row, user };
}
