import { type RawAnswer, race, rawRequest } from "@/lib/testing/raw-sockets";
import { unique } from "../api";
import { asker, credentials, freshIp, HEADER_MODE, tokenIn } from "./journey";
import type { Instances } from "./start-instances";

const PASSWORD = "correct horse battery";

/** A secret that may be used once, and what trying to use it is. */
export type Secret = {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The status of an answer that used it. */
  readonly used: number;
  /** What such an answer gave, where everybody may be given the same. */
  gave?(answer: RawAnswer): string;
};

type Site = { readonly id: number; readonly slug: string };

const form = (fields: Record<string, string>) => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(fields).toString(),
});
const json = (value: object) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(value) });

/** Every kind of secret that is good once, with how one is come by. */
export const KINDS: Readonly<Record<string, (world: Instances, site: Site) => Promise<Secret>>> = {
  async "callback token"(world, { slug }) {
    const fields = { email: newEmail(), password: PASSWORD };
    const token = tokenIn(await must(303, asker(world)("POST", `/${slug}/signup`, { form: fields })));
    return { path: `/api/site_user_sessions/${token}`, headers: bearer(world), used: 200 };
  },
  async "reset link"(world, { slug, id }) {
    const email = await newUser(world, id);
    const token = found(await mailed(world, slug, "reset-password", email), /reset-password\?token=([\w-]+)/);
    return { path: `/${slug}/reset-password`, ...form({ token, password: "a brand new password" }), used: 303 };
  },
  async "reset code"(world, { slug, id }) {
    const email = await newUser(world, id);
    const code = found(await mailed(world, slug, "reset-password", email), CODE);
    return { path: `/${slug}/reset-password`, ...form({ email, code, password: "a brand new password" }), used: 303 };
  },
  async "verification link"(world, { slug, id }) {
    const email = await newUser(world, id);
    const token = found(await mailed(world, slug, "verify-email", email), /verify-email\?token=([\w-]+)/);
    return { path: `/${slug}/verify-email`, ...form({ token, password: PASSWORD }), used: 303 };
  },
  async "e-mail code"(world, { slug, id }) {
    const email = await newUser(world, id);
    const asked = await must(200, asker(world)("POST", `/${slug}/api/auth/otp/request`, { json: { email } }));
    const { session_id } = (await asked.json()) as { session_id: string };
    const otp = found((await world.provider.mailTo(email, CODE)).text, CODE);
    return { path: `/${slug}/api/auth/otp/verify`, ...json({ session_id, otp }), used: 200 };
  },
  async "refresh token"(world, { slug }) {
    const asked = asker(world)("POST", `/${slug}/auth/signup`, { json: credentials(newEmail()), headers: HEADER_MODE });
    const token = (await must(200, asked)).headers.get("st-refresh-token");
    const headers = { ...HEADER_MODE, authorization: `Bearer ${token}` };
    return { path: `/${slug}/auth/session/refresh`, headers, used: 200, gave: (answer) => answer.headers["st-refresh-token"] ?? "nothing" };
  },
  async "idempotency key"(world) {
    const { headers, body } = json({ site: { name: unique("Once") } });
    const keyed = { ...headers, ...bearer(world), "idempotency-key": unique("key") };
    return { path: "/api/sites", headers: keyed, body, used: 201, gave: (answer) => String(JSON.parse(answer.body).site.id) };
  },
};

/** Six digits, as mails write them. */
const CODE = /\b(\d{3} ?\d{3})\b/;

const newEmail = () => `${unique("jane")}@example.com`;
const bearer = ({ apiToken }: Instances) => ({ authorization: `Bearer ${apiToken}` });

async function must(status: number, asked: Promise<Response>): Promise<Response> {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`${answer.url}: ${answer.status} and not ${status}\n${await answer.text()}`);
  return answer;
}

async function newUser(world: Instances, siteId: number): Promise<string> {
  const email = newEmail();
  const asked = { json: { site_id: siteId, site_user: { email, password: PASSWORD } }, headers: bearer(world) };
  await must(201, asker(world)("POST", "/api/site_users", asked));
  return email;
}

/** The text of the mail that a page sends when it is asked to. */
async function mailed(world: Instances, slug: string, page: string, email: string): Promise<string> {
  await must(200, asker(world)("POST", `/${slug}/${page}`, { form: { email } }));
  return (await world.provider.mailTo(email, new RegExp(page))).text;
}

const found = (text: string, what: RegExp) => what.exec(text)?.[1]?.replace(" ", "") ?? "";

/** Uses a secret so many times at once: every other attempt at the next instance, all released by their last bytes. */
export function tryAtOnce({ path, headers = {}, body = "" }: Secret, ports: readonly number[], times: number): Promise<RawAnswer[]> {
  return race(
    Array.from({ length: times }, (_, index) => {
      const port = ports[index % ports.length] as number;
      return { port, bytes: rawRequest("POST", path, { host: `localhost:${port}`, "x-forwarded-for": freshIp(), ...headers }, body) };
    }),
  );
}

/** What is wrong with the answers to those who used one secret: it was used never or twice, or somebody was answered by a fault. */
export function violations({ used, gave }: Secret, answers: readonly RawAnswer[]): string[] {
  const winners = answers.filter(({ status }) => status === used);
  const gains = gave ? new Set(winners.map(gave)).size : winners.length;
  const faults = answers.filter(({ status, headers }) => status >= 500 && !(status === 503 && headers["retry-after"]));
  return [...(gains === 1 ? [] : [`used ${gains} times`]), ...faults.map(({ status }) => `answered ${status}`)];
}
