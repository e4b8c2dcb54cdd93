// oidc-provider with a PostgreSQL adapter in the shape of its own examples: one table, one row for each thing, prepared statements.
// One confidential client from the configuration (no look-up), client_secret_basic, no PKCE, opaque access token, ID token signed ES256 (cheaper than its default RS256).
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12, idleTimeoutMillis: 0 });
await pool.query(`CREATE TABLE IF NOT EXISTS oidc_payloads (
  id text, type text, payload jsonb NOT NULL, grant_id text, user_code text, uid text, expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (type, id));
  CREATE INDEX IF NOT EXISTS oidc_grant ON oidc_payloads (grant_id)`);
const run = async (name, text, values) => (await pool.query({ name, text, values })).rows;
const expiry = (seconds) => (seconds ? new Date(Date.now() + seconds * 1000) : null);

class Adapter {
  constructor(type) {
    this.type = type;
  }
  async upsert(id, payload, expiresIn) {
    await run(
      "upsert",
      `INSERT INTO oidc_payloads (id, type, payload, grant_id, user_code, uid, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (type, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
      [id, this.type, JSON.stringify(payload), payload.grantId, payload.userCode, payload.uid, expiry(expiresIn)],
    );
  }
  async find(id) {
    const [row] = await run("find", "SELECT payload, expires_at, consumed_at FROM oidc_payloads WHERE type = $1 AND id = $2", [this.type, id]);
    if (!row || (row.expires_at && row.expires_at < new Date())) return undefined;
    return row.consumed_at ? { ...row.payload, consumed: true } : row.payload;
  }
  async findByUid(uid) {
    const [row] = await run("by-uid", "SELECT payload FROM oidc_payloads WHERE type = $1 AND uid = $2", [this.type, uid]);
    return row?.payload;
  }
  async findByUserCode() {}
  async consume(id) {
    await run("consume", "UPDATE oidc_payloads SET consumed_at = now() WHERE type = $1 AND id = $2", [this.type, id]);
  }
  async destroy(id) {
    await run("destroy", "DELETE FROM oidc_payloads WHERE type = $1 AND id = $2", [this.type, id]);
  }
  async revokeByGrantId(grantId) {
    await run("revoke", "DELETE FROM oidc_payloads WHERE type = $1 AND grant_id = $2", [this.type, grantId]);
  }
}

const client = { client_id: "shop", client_secret: "a client secret of a benchmark", redirect_uri: "https://app.example/callback" };
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const provider = new Provider(`http://localhost:${process.env.PORT}`, {
  adapter: Adapter,
  clients: [
    {
      client_id: client.client_id,
      client_secret: client.client_secret,
      redirect_uris: [client.redirect_uri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      id_token_signed_response_alg: "ES256",
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid: "bench" }] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  pkce: { required: () => false },
  features: { devInteractions: { enabled: false } },
  ttl: { AuthorizationCode: 86_400, Grant: 86_400, AccessToken: 3_600, IdToken: 3_600 },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
});

/** Issues codes the way its authorization endpoint does at its end: a grant and a code, without the browser's way there. */
async function issue(count) {
  const theClient = await provider.Client.find(client.client_id);
  const codes = [];
  const one = async (number) => {
    const accountId = `user-${number}`;
    const grant = new provider.Grant({ accountId, clientId: client.client_id });
    grant.addOIDCScope("openid");
    const grantId = await grant.save();
    const code = new provider.AuthorizationCode({
      accountId,
      client: theClient,
      grantId,
      redirectUri: client.redirect_uri,
      scope: "openid",
      authTime: Math.floor(Date.now() / 1000),
      gty: "authorization_code",
    });
    codes.push(await code.save());
  };
  for (let done = 0; done < count; done += 100) await Promise.all(Array.from({ length: Math.min(100, count - done) }, (_, at) => one(done + at)));
  return codes;
}

process.on("message", async ({ count }) => {
  process.send({ codes: await issue(count), ...client });
});
process.on("disconnect", () => process.exit(0));
createServer(provider.callback()).listen(Number(process.env.PORT), "127.0.0.1", () => process.send("ready"));
