// better-auth as its documentation sets it up: email and password, PostgreSQL through a pg pool, its default hashing, no cookie cache.
// The rate limit is off, or it would answer 429 to a benchmark.
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import pg from "pg";

const auth = betterAuth({
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12, idleTimeoutMillis: 0 }),
  baseURL: `http://localhost:${process.env.PORT}`,
  secret: "a secret for a benchmark that is long enough 0123456789",
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: "error" },
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();

process.on("message", async ({ users }) => {
  const cookies = [];
  for (const { email, password } of users) {
    const response = await auth.api.signUpEmail({ body: { email, password, name: email }, asResponse: true });
    cookies.push({ email, cookie: response.headers.get("set-cookie").split(";")[0] });
  }
  process.send({ cookies });
});
process.on("disconnect", () => process.exit(0));
createServer(toNodeHandler(auth)).listen(Number(process.env.PORT), "127.0.0.1", () => process.send("ready"));
