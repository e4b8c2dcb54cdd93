// The floor: the least that any server must do for the same effect. Bare node:http, pg with prepared statements, JSON by hand.
// No routing table, no validation, no brute-force guard, no tenant scope, no semaphore, no sealing, no security headers.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { verify } from "@node-rs/argon2";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12, idleTimeoutMillis: 0 });
const sha256 = (text) => createHash("sha256").update(text).digest();
const run = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const send = (response, status, value) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

const accountOf = async (request) => {
  const [row] = await run("bearer", "SELECT account_id FROM api_tokens WHERE token_hash = $1", [sha256(request.headers.authorization.slice(7))]);
  return row?.account_id;
};

const ROUTES = {
  async login(request, response) {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const [user] = await run("user", "SELECT id, password FROM users WHERE email = $1", [form.get("email")]);
    if (!user || !(await verify(user.password, form.get("password")))) return send(response, 401, {});
    const token = `tkn_${randomBytes(32).toString("base64url")}`;
    await run("insert", "INSERT INTO tokens (token_hash, site_user_id, expires_at) VALUES ($1, $2, now() + interval '2 minutes')", [sha256(token), user.id]);
    response.writeHead(303, { location: `https://app.example/callback?token=${token}` }).end();
  },
  async exchange(_, response, token) {
    const [row] = await run(
      "exchange",
      "UPDATE tokens SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING id, site_user_id, created_at",
      [sha256(token)],
    );
    if (!row) return send(response, 404, {});
    send(response, 200, { id: Number(row.id), site_user_id: Number(row.site_user_id), created_at: row.created_at });
  },
  async record(request, response, id) {
    const account = await accountOf(request);
    if (!account) return send(response, 401, {});
    const [row] = await run("record", "SELECT id, site_user_id, created_at, expires_at, used_at FROM tokens WHERE account_id = $1 AND id = $2", [account, id]);
    if (!row) return send(response, 404, {});
    send(response, 200, {
      site_user_session: { id: Number(row.id), site_user_id: Number(row.site_user_id), used: row.used_at !== null, created_at: row.created_at, expires_at: row.expires_at },
    });
  },
  async sites(request, response) {
    const account = await accountOf(request);
    if (!account) return send(response, 401, {});
    const rows = await run("sites", "SELECT id, name, slug, success_uri, client_id, created_at FROM sites WHERE account_id = $1 ORDER BY created_at DESC", [account]);
    send(response, 200, { sites: rows.map((row) => ({ ...row, id: Number(row.id) })) });
  },
};

createServer((request, response) => {
  const [, route, rest] = request.url.split("/");
  ROUTES[route](request, response, rest).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(Number(process.env.PORT), "127.0.0.1", () => process.send("ready"));
process.on("disconnect", () => process.exit(0));
