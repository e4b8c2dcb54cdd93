import { z } from "zod";
import { countOfSite, totpSecretLines } from "@/lib/db/hot/bundle-lines";
import { restoreTotpSecrets } from "@/lib/db/hot/restore-totp-secrets";
import { seal, unseal } from "@/lib/kernel/secrets";
import { totpContext } from "../../../sign-in/factors/totp/secret";
import { bundlePart, moment, withFields } from "../part";

/** The users' authenticator apps. Without its secret an app is a record: it is not restored. */
export const totpSecrets = bundlePart({
  file: "totp_secrets.ndjson",
  row: z.strictObject({
    site_user_uuid: z.guid().describe("Whose it is: the `uuid` of a line of `site_users.ndjson`"),
    last_counter: z.int().min(0).describe("The newest time step whose code was shown, in 30 seconds from 1970: it is not taken again"),
    created_at: moment.describe("When it was set up"),
    last_used_at: moment.nullable().describe("When a code of it was last shown"),
    secret: z
      .string()
      .regex(/^[A-Z2-7]{16,128}$/)
      .optional()
      .describe("What the app knows, in base32; its codes are those of RFC 6238 with SHA-1, six digits and 30 seconds"),
  }),
  count: (snapshot) => countOfSite(snapshot, "totp_secrets"),
  async *lines(snapshot, { secrets }) {
    for await (const rows of totpSecretLines(snapshot, { secrets })) {
      yield rows.map(({ line, siteUserId, secret }) =>
        secret ? withFields(line, { secret: unseal(secret, totpContext(snapshot.scope, siteUserId)) }) : line,
      );
    }
  },
  async restore({ db, scope }, rows) {
    const secrets = new Map(
      rows.flatMap((row) => (row.secret === undefined ? [] : [[row.site_user_uuid.toLowerCase(), { ...row, secret: row.secret }]])),
    );
    const users = await db.siteUser.findMany({
      where: { uuid: { in: [...secrets.keys()] }, secondFactor: false },
      select: { id: true, uuid: true },
    });
    const totps = users.flatMap(({ id, uuid }) => {
      const row = secrets.get(uuid);
      if (!row) return [];
      const secretSealed = seal(row.secret, totpContext(scope, id));
      return [{ siteUserId: id, secretSealed, lastCounter: row.last_counter, createdAt: row.created_at, lastUsedAt: row.last_used_at }];
    });
    await restoreTotpSecrets(scope, totps);
  },
});
