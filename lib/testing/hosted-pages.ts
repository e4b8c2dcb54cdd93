import { randomInt } from "node:crypto";
import { call } from "./call-route";

/** What a test can tell of a hosted page's answer. */
export type Seen = {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly location: string | null;
  /** The page's main heading, as text. */
  readonly heading: string;
  /** The values that the page's inputs come with, by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** The inputs that are marked as wrong. */
  readonly wrong: readonly string[];
  /** What stands in the alert at the top, as text; null: there is none. */
  readonly alert: string | null;
};

/** Reads an answer to its end. */
export async function seen(answer: Promise<Response>): Promise<Seen> {
  const response = await answer;
  const html = await response.text();
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => attributes(tag));
  return {
    status: response.status,
    headers: response.headers,
    html,
    location: response.headers.get("location"),
    heading: text(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? ""),
    fields: Object.fromEntries(inputs.map(({ name = "", value = "" }) => [name, value])),
    wrong: inputs.flatMap((input) => (input["aria-invalid"] === "true" ? [input.name ?? ""] : [])),
    alert: ((found) => (found ? text(found) : null))(/role="alert"[^>]*>(.*?)<\/div>/s.exec(html)?.[1]),
  };
}

/** A form sent by a program: neither Origin nor Sec-Fetch-Site, no cookie. */
export function send(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Seen> {
  return seen(call("POST", path, { form, headers }));
}

/** How many answers have which status. */
export function tally(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** An address of a visitor that no other test has, so that budgets kept by address stay apart. */
export const freshIp = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** A browser as far as the wire can tell: it keeps cookies by their path and says where its requests come from. */
export function makeBrowser(ip = freshIp()) {
  const jar = new Map<string, { path: string; pair: string }>();
  const headers = (path: string) => {
    const pairs = [...jar.values()].filter((cookie) => path === cookie.path || path.startsWith(`${cookie.path}/`)).map(({ pair }) => pair);
    return { "x-signin-client-ip": ip, ...(pairs.length > 0 ? { cookie: pairs.join("; ") } : {}) };
  };
  const keep = (answer: Seen) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = "", ...rest] = line.split("; ");
      const path = rest.find((part) => part.startsWith("Path="))?.slice(5) ?? "/";
      const key = `${pair.slice(0, pair.indexOf("="))} ${path}`;
      if (rest.includes("Max-Age=0")) jar.delete(key);
      else jar.set(key, { path, pair });
    }
    return answer;
  };
  return {
    cookies: jar,
    async open(path: string): Promise<Seen> {
      return keep(await seen(call("GET", path, { headers: { ...headers(path), "sec-fetch-site": "none" } })));
    },
    async post(path: string, form: Record<string, string>): Promise<Seen> {
      const origin = { origin: "http://signin.localhost", "sec-fetch-site": "same-origin" };
      return keep(await seen(call("POST", path, { form, headers: { ...headers(path), ...origin } })));
    },
  };
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
const decode = (html: string) => html.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
const text = (html: string) => decode(html.replace(/<[^>]*>/g, "")).trim();

function attributes(tag: string): Record<string, string | undefined> {
  return Object.fromEntries(
    [...tag.matchAll(/\s([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [name.toLowerCase(), decode(value)]),
  );
}
