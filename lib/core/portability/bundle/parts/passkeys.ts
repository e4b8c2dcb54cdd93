import { z } from "zod";
import { countOfSite, passkeyLines } from "@/lib/db/hot/bundle-lines";
import { restorePasskeys } from "@/lib/db/hot/restore-passkeys";
import { newId } from "@/lib/kernel/ids";
import { requireUsableKey } from "../../../passkeys/public-key";
import { bundlePart, moment } from "../part";

const bytes = (most: number) =>
  z
    .string()
    .max(Math.ceil((most * 4) / 3))
    .regex(/^[A-Za-z0-9_-]+$/);
const ofText = (text: string) => Buffer.from(text, "base64url");

/** The passkeys of the users. Their halves here are public; the other halves never leave their authenticators. */
export const passkeys = bundlePart({
  file: "passkeys.ndjson",
  row: z.strictObject({
    site_user_uuid: z.guid().describe("Whose it is: the `uuid` of a line of `site_users.ndjson`"),
    credential_id: bytes(1_023).describe("What its authenticator calls it, in base64url"),
    public_key: bytes(8_192).describe("A COSE key, in base64url"),
    rp_id: z
      .string()
      .max(253)
      .regex(/^[a-z0-9.-]+$/)
      .describe("The domain that it was made for: no browser shows it to another"),
    user_handle: bytes(64).describe("What its authenticator calls the user, in base64url"),
    counter: z.int().min(0).max(4_294_967_295).describe("How often it has signed, where its authenticator counts"),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(8)
      .describe("How a browser reaches its authenticator"),
    aaguid: z.guid().describe("The make of its authenticator; zeros: not told"),
    backup_eligible: z.boolean().describe("Whether it may be copied to other devices"),
    backed_up: z.boolean().describe("Whether it has been"),
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u)
      .describe("What its user calls it"),
    created_at: moment.describe("When it was added"),
    last_used_at: moment.nullable().describe("When it last signed them in"),
  }),
  count: (snapshot) => countOfSite(snapshot, "passkeys"),
  async *lines(snapshot) {
    for await (const rows of passkeyLines(snapshot)) yield rows.map(({ line }) => line);
  },
  async restore({ scope }, rows) {
    const restored = rows.map((row) => ({
      id: newId(),
      siteUserUuid: row.site_user_uuid,
      credentialId: ofText(row.credential_id),
      publicKey: ofText(row.public_key),
      rpId: row.rp_id,
      userHandle: ofText(row.user_handle),
      counter: row.counter,
      transports: row.transports,
      aaguid: row.aaguid,
      backupEligible: row.backup_eligible,
      backedUp: row.backed_up,
      name: row.name,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    }));
    const usable = await Promise.all(restored.map(isUsable));
    await restorePasskeys(
      scope,
      restored.filter((_, index) => usable[index]),
    );
  },
});

/** A key that verifies nothing would be a way in that is none. */
const isUsable = ({ publicKey }: { readonly publicKey: Uint8Array }) =>
  requireUsableKey(publicKey).then(
    () => true,
    () => false,
  );
