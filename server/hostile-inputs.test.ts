import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { DIALECTS } from "@/lib/dialects";
import type { ContractedRoute } from "@/lib/http/route";
import { call } from "@/lib/testing/call-route";
import { DOCUMENT } from "@/lib/testing/documented";
import { EVERY_NAUGHTY } from "@/lib/testing/naughty-texts";
import { furnish, type Recipe, RIGHT } from "@/lib/testing/right-requests";
import { ROUTES } from "./routes.gen";

/**
 * Every field of every route × every hostile input. `npm run test:hostile` sends all of them to each field; the short form one, and to each
 * field another.
 */
const LONG = Boolean(process.env.SIGNIN_LONG);
const LONG_RUN = { timeout: 3 * 3_600_000 };

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  2 ** 53,
  "",
  [],
  [[]],
  [null],
  ["x"],
  {},
  { not: "" },
  { contains: "@" },
  { set: "x" },
];
const INPUTS: readonly unknown[] = [...EVERY_NAUGHTY, "a".repeat(300), "a".repeat(20_000), "%".repeat(3_000), ...VALUES];
const TEXTS = INPUTS.filter((input): input is string => typeof input === "string");

/** What is sent to one field: all, or the one that its name picks. */
function inputsFor<T>(all: readonly T[], field: string): readonly T[] {
  return LONG ? all : [all[createHash("sha256").update(field).digest().readUInt32BE() % all.length] as T];
}

type Schema = { $ref?: string; properties?: Record<string, Schema>; allOf?: Schema[]; anyOf?: Schema[]; oneOf?: Schema[]; items?: Schema };

/** The place of every field of a body, three levels deep. */
function fieldsOf(schema: Schema, at: readonly string[] = []): string[][] {
  if (schema.$ref) return fieldsOf(schemaAt(schema.$ref), at);
  const choices = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => fieldsOf(one, at));
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const place = [...at, name];
    return [place, ...(place.length < 3 ? fieldsOf(inner, place) : [])];
  });
  const items = schema.items ? fieldsOf(schema.items, [...at, "0"]) : [];
  return [...new Map([...choices, ...own, ...items].map((place) => [place.join("."), place])).values()];
}

const schemaAt = (reference: string): Schema =>
  reference
    .split("/")
    .slice(1)
    .reduce<Record<string, unknown>>(
      (value, part) => value[part] as Record<string, unknown>,
      DOCUMENT as unknown as Record<string, unknown>,
    );

/** A body with one value replaced. */
function withField(body: unknown, [name = "", ...rest]: readonly string[], value: unknown): unknown {
  const holder =
    typeof body === "object" && body !== null ? structuredClone(body as Record<string, unknown>) : /^\d+$/.test(name) ? [] : {};
  (holder as Record<string, unknown>)[name] = rest.length === 0 ? value : withField((holder as Record<string, unknown>)[name], rest, value);
  return holder;
}

/** What an answer may never show, whoever asks for what. */
const INSIDE = /prisma|sqlstate|node_modules|\bat .+:\d+:\d+|password_sealed|token_hash|\$argon2|ECONN|pg_catalog/i;

type Sent = { name: string; input: unknown; method: string; path: string; request: Parameters<typeof call>[2] };

const figures = { routes: new Set<string>(), fields: new Set<string>(), requests: 0, faults: 0, shown: 0, notThere: 0 };

/** What is wrong with the answers to hostile requests: a fault of ours, a status nobody declared, or something of the inside. */
async function findings(sent: Iterable<Sent>, send: typeof call = call, statusesOf = declared): Promise<string[]> {
  const found: string[] = [];
  for (const { name, input, method, path, request } of sent) {
    const response = await send(method, path, request).catch((error: Error) => {
      // Ingress knows no such address either.
      if (error.message.startsWith("No route file answers")) return null;
      found.push(`${name} ${JSON.stringify(input)}: ${error.message}`);
      return null;
    });
    figures.requests += 1;
    if (response === null) {
      figures.notThere += 1;
      continue;
    }
    const text = await response.text();
    const statuses = statusesOf(name);
    if (response.status >= 500) figures.faults += 1;
    if (response.status >= 500 || (statuses && !statuses.includes(response.status))) {
      found.push(`${name} ${JSON.stringify(input)?.slice(0, 100)}: ${response.status}`);
    }
    const own = typeof input === "string" ? text.replaceAll(input, "").replaceAll(JSON.stringify(input).slice(1, -1), "") : text;
    if (INSIDE.test(own) && response.headers.get("content-type")?.startsWith("application/json")) {
      figures.shown += 1;
      found.push(`${name} ${JSON.stringify(input)?.slice(0, 100)} shows ${INSIDE.exec(own)?.[0]}`);
    }
  }
  return found;
}

const contracts = new Map<string, ContractedRoute["contract"]>(
  ROUTES.flatMap(([pattern, module]) =>
    Object.entries(module ?? {}).map(([method, handler]) => [`${method} ${pattern}`, (handler as ContractedRoute).contract] as const),
  ),
);
const declared = (name: string) => contracts.get(name.split(" ", 2).join(" "))?.statuses ?? null;

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

/** Every request to the API with one field replaced: of the body, of the query, and of the path. */
async function* ofApi(): AsyncGenerator<Sent> {
  const { tenant, refs } = await furnish();
  for (const [name, recipe] of Object.entries(RIGHT) as [string, Recipe][]) {
    const [method = "", pattern = ""] = name.split(" ");
    const token = tenant.apiToken;
    const { path, json } = recipe.send(refs);
    const documented = DOCUMENT.paths[pattern.replace(/\[(\w+)\]/g, "{$1}")]?.[method.toLowerCase() as "get"] as
      | { requestBody?: { content: Record<string, { schema: Schema }> }; parameters?: { name: string; in: string }[] }
      | undefined;
    figures.routes.add(name);
    const target = function* (field: string, all: readonly unknown[], make: (input: unknown) => Omit<Sent, "name" | "input" | "method">) {
      figures.fields.add(`${name} ${field}`);
      for (const input of inputsFor(all, `${name} ${field}`)) yield { name, input, method, ...make(input) };
    };
    const schema = documented?.requestBody?.content["application/json"]?.schema;
    for (const field of schema ? fieldsOf(schema) : []) {
      yield* target(`body ${field.join(".")}`, INPUTS, (input) => ({
        path,
        request: { token, json: withField(json ?? {}, field, input) },
      }));
    }
    for (const { name: parameter } of (documented?.parameters ?? []).filter((one) => one.in === "query")) {
      const address = new URL(path, "http://signin.localhost");
      yield* target(`query ${parameter}`, TEXTS, (input) => {
        address.searchParams.delete(parameter);
        const rest = address.searchParams.toString();
        return {
          path: `${address.pathname}?${rest}${rest && "&"}${parameter}=${encoded(input as string)}`,
          request: { token, ...(json && { json }) },
        };
      });
    }
    for (const part of pattern.match(/\[\w+\]/g) ?? []) {
      // With nothing in its place it is the address of the list, whose methods are others.
      const texts = TEXTS.filter((text) => text !== "");
      yield* target(`path ${part}`, texts, (input) => {
        const address = pattern.replace(part, () => encoded(input as string)).replace(/\[\w+\]/g, "1");
        return { path: address, request: { token, ...(json && { json }) } };
      });
    }
  }
}

const FORM_FIELDS =
  "method email password name username token code state to device challenge redirect resend locale lang action recovery_code".split(" ");

/** Every form of the hosted pages, with each of the fields that any of them reads. */
async function* ofForms(): AsyncGenerator<Sent> {
  const { tenant } = await furnish();
  for (const [name, contract] of contracts) {
    const [method = "", pattern = ""] = name.split(" ");
    if (contract.kind !== "hosted" || method !== "POST") continue;
    figures.routes.add(name);
    const path = pattern.replace("[site]", tenant.site.slug).replace(/\[\.{0,3}\w+\]/g, "x");
    for (const field of FORM_FIELDS) {
      figures.fields.add(`${name} ${field}`);
      for (const text of inputsFor(TEXTS, `${name} ${field}`)) {
        const form = { email: "jane@example.com", password: "wrong password", [field]: text };
        yield { name, input: text, method, path, request: { form, headers: { "x-signin-client-ip": visitorOf(text) } } };
      }
    }
  }
}

const WIRE_FIELDS = "email password login username name token refresh_token session_id otp code formFields emailVerification data id".split(
  " ",
);

/** Every address of every dialect, with each of the fields that any of them reads. */
async function* ofDialects(): AsyncGenerator<Sent> {
  const { tenant } = await furnish();
  for (const { id, mount, routes } of DIALECTS) {
    for (const { method, path: pattern } of routes.filter((route) => route.method !== "GET")) {
      const name = `${id} ${method} ${pattern}`;
      figures.routes.add(name);
      const path = `/${tenant.site.slug}/${mount}${pattern.replace(/\{\w+\}/g, "1")}`;
      for (const field of WIRE_FIELDS) {
        figures.fields.add(`${name} ${field}`);
        for (const input of inputsFor(INPUTS, `${name} ${field}`)) {
          const json =
            field === "formFields"
              ? {
                  formFields: [
                    { id: "email", value: input },
                    { id: "password", value: input },
                  ],
                }
              : { [field]: input };
          yield { name, input, method, path, request: { json, headers: { "x-signin-client-ip": visitorOf(input) } } };
        }
      }
    }
  }
}

/** An address for each input, so that no budget is used up. */
function visitorOf(input: unknown): string {
  const [a, b, c] = createHash("sha256")
    .update(JSON.stringify(input) ?? "")
    .digest();
  return `10.${a}.${b}.${c}`;
}

/** All that a generator makes, a few at a time. */
async function judged(sent: AsyncGenerator<Sent>): Promise<string[]> {
  const found: string[] = [];
  for await (const one of sent) {
    const wrong = await findings([one]);
    // At once: whoever waits for hours for the end may not come to it.
    if (wrong.length > 0) console.log(wrong.join("\n"));
    found.push(...wrong);
  }
  return found;
}

describe("a hostile input in any field", () => {
  test("there are at least 515 of them", () => {
    expect(new Set(EVERY_NAUGHTY).size).toBeGreaterThanOrEqual(515);
  });

  test("of the API is answered as it is documented to be, and shows nothing of the inside", LONG_RUN, async () => {
    expect(await judged(ofApi())).toEqual([]);
  });

  test("of a hosted page is answered as it declares", LONG_RUN, async () => {
    expect(await judged(ofForms())).toEqual([]);
  });

  test("of a dialect is no fault of ours", LONG_RUN, async () => {
    expect(await judged(ofDialects())).toEqual([]);
  });

  test("a route that fails, answers what it did not declare or shows the inside is found", async () => {
    const sent: Sent = { name: "GET /x", input: "~", method: "GET", path: "/x", request: {} };
    const answering = (status: number, body: object) => async () => Response.json(body, { status });
    const before = { ...figures };
    expect(await findings([sent], answering(200, {}), () => [200])).toEqual([]);
    expect(await findings([sent], answering(500, {}), () => [200, 500])).toEqual(['GET /x "~": 500']);
    expect(await findings([sent], answering(418, {}), () => [200])).toEqual(['GET /x "~": 418']);
    expect(await findings([sent], answering(200, { error: "PrismaClientKnownRequestError" }), () => [200])).toEqual([
      'GET /x "~" shows Prisma',
    ]);
    Object.assign(figures, before);
  });
});

afterAll(() => {
  if (!LONG) return;
  const { routes, fields, requests, faults, shown, notThere } = figures;
  console.log(
    `${INPUTS.length} hostile inputs × ${fields.size} fields of ${routes.size} routes: ${requests} requests, ${faults} faults, ` +
      `${shown} that show the inside; ${notThere} to addresses that are none`,
  );
});
