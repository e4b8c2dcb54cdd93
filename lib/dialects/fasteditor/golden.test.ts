import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { countFailures } from "@/lib/db/attempts";
import { sha256 } from "@/lib/kernel/secrets";
import { busy } from "@/lib/testing/busy";
import { fasteditorKey } from "@/lib/testing/fasteditor";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { type RawAnswer, rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { fasteditor } from ".";

vi.mock("@/lib/core/passwords/hashing-queue", async (original) =>
  (await import("@/lib/testing/busy")).orBusy(await original<typeof import("@/lib/core/passwords/hashing-queue")>()),
);

/** One request and its whole answer. `{…}` stands for what differs from run to run. A header that is null is not sent. */
type Golden = {
  readonly given: keyof typeof STATES;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly body?: unknown;
  };
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
};

type State = { readonly tenant: Tenant; readonly userName: string; readonly userId?: bigint };

const nobody = async (site?: Parameters<typeof makeTenant>[0]): Promise<State> => ({
  tenant: await makeTenant(site),
  userName: `${unique("jane")}@example.com`,
});

const somebody = async (site?: Parameters<typeof makeTenant>[0]) => {
  const tenant = await makeTenant(site);
  const { id, email } = await makeUser(tenant);
  return { tenant, userName: email, userId: id };
};

/** What may be so when a request comes. */
const STATES = {
  nobody: () => nobody(),
  somebody: () => somebody(),
  "somebody with a username": async () => {
    const state = await somebody();
    await sql("UPDATE site_users SET username = 'Jane', username_canonical = 'jane' WHERE id = $1", [state.userId]);
    return state;
  },
  "somebody who is blocked": async () => {
    const state = await somebody();
    await blockSiteUser(state.tenant.context, state.userId);
    return state;
  },
  "sign-ups are closed": () => nobody({ signUps: false }),
  "proofs are required": () => nobody({ emailVerification: "required" }),
  "somebody, and proofs are required": () => somebody({ emailVerification: "required" }),
  "many failed": async () => {
    const state = await somebody();
    const key = sha256(`sign-in identifier:${state.userName}`);
    for (let failure = 0; failure < 10; failure++) await countFailures(state.tenant.context.scope, [{ key, limit: 10 }], 600);
    return state;
  },
  "all are busy": async () => {
    busy.now = true;
    return nobody();
  },
} satisfies Record<string, () => Promise<State>>;

const files = readdirSync(new URL("golden/", import.meta.url)).toSorted();
const golden = (name: string): Golden => JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), "utf8"));

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test.each(files)("%s", async (name) => {
  const { given, request, response } = golden(name);
  const state: State = await STATES[given]();
  const key = await fasteditorKey(state.tenant);
  try {
    const body = request.body === undefined ? "" : typeof request.body === "string" ? request.body : JSON.stringify(request.body);
    const usual = { host: server.host, "content-type": "application/json", "x-api-key": key };
    const headers = Object.fromEntries(
      Object.entries({ ...usual, ...request.headers }).flatMap(([field, value]) => (value ? [[field, value]] : [])),
    );
    const filled = body.replaceAll("{user name}", state.userName).replaceAll("{password}", PASSWORD);
    const answer = await server.send(rawRequest(request.method, `/${state.tenant.site.slug}/fasteditor${request.path}`, headers, filled));
    expect(masked(answer, state)).toEqual(response);
  } finally {
    busy.now = false;
  }
});

test("each status of each endpoint is recorded", () => {
  const seen = new Set(files.map(golden).map(({ request, response }) => `${request.method} ${request.path} ${response.status}`));
  for (const { method, path, statuses } of fasteditor.routes)
    for (const status of statuses) expect(seen).toContain(`${method} ${path} ${status}`);
});

function masked({ status, headers: { date: _, connection: __, "content-length": ___, ...headers }, body }: RawAnswer, { userName }: State) {
  expect(headers["x-request-id"]).toMatch(/^[\w-]{16}$/);
  const text = body.replace(/"id":"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"/, '"id":"{uuid}"').replaceAll(userName, "{user name}");
  const wait = Number(headers["retry-after"]) > 590 ? { "retry-after": "{wait}" } : {};
  const shown = { ...headers, ...wait, "x-request-id": "{id}" };
  return { status, headers: shown, body: text === "" ? null : JSON.parse(text) };
}
