import type { CodeTab } from "@/lib/ui/code-tabs";

/** A request to write down in several languages. */
export type SampleRequest = {
  readonly method: string;
  readonly url: string;
  readonly access: "open" | "token" | "token or client";
  readonly body?: unknown;
  /** The body is a file, and not JSON. */
  readonly sendsFile?: boolean;
  /** The answer is a text, and not JSON. */
  readonly readsText?: boolean;
};

const FILE = "users.csv";

/** The same request in every language of the reference. The token comes from the environment of who runs it. */
export const samplesOf = (request: SampleRequest): CodeTab[] => [curl(request), javascript(request), python(request), ruby(request)];

function curl({ method, url, access, body, sendsFile }: SampleRequest): CodeTab {
  const parts = [
    `curl ${method === "GET" ? "" : `-X ${method} `}"${url}"`,
    access !== "open" && `-H "Authorization: Bearer $API_TOKEN"`,
    body !== undefined && `-H "Content-Type: application/json"`,
    body !== undefined && `-d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''").replaceAll("\n", "\n  ")}'`,
    sendsFile && `--data-binary @${FILE}`,
  ];
  return { id: "curl", label: "curl", place: "In a shell", code: parts.filter(Boolean).join(" \\\n  ") };
}

function javascript({ method, url, access, body, sendsFile, readsText }: SampleRequest): CodeTab {
  const headers = [
    access !== "open" && `    authorization: \`Bearer \${process.env.API_TOKEN}\`,\n`,
    body !== undefined && `    "content-type": "application/json",\n`,
  ].filter(Boolean);
  const init = [
    method !== "GET" && `  method: "${method}",\n`,
    headers.length > 0 && `  headers: {\n${headers.join("")}  },\n`,
    body !== undefined && `  body: JSON.stringify(${literal(JAVASCRIPT, body, "  ")}),\n`,
    sendsFile && `  body: await openAsBlob("${FILE}"),\n`,
  ].filter(Boolean);
  const given = init.length > 0 ? `, {\n${init.join("")}}` : "";
  return {
    id: "javascript",
    label: "JavaScript",
    place: "Node 20 or newer, as a module",
    code: `${sendsFile ? 'import { openAsBlob } from "node:fs";\n\n' : ""}const answer = await fetch("${url}"${given});\nif (!answer.ok) throw new Error(await answer.text());\nconsole.log(await answer.${readsText ? "text" : "json"}());`,
  };
}

function python({ method, url, access, body, sendsFile, readsText }: SampleRequest): CodeTab {
  const given = [
    access !== "open" && `    headers={"Authorization": f"Bearer {os.environ['API_TOKEN']}"},\n`,
    body !== undefined && `    json=${literal(PYTHON, body, "    ")},\n`,
    sendsFile && `    data=open("${FILE}", "rb"),\n`,
  ].filter(Boolean);
  return {
    id: "python",
    label: "Python",
    place: "With pip install requests",
    code: `import os, requests\n\nanswer = requests.${method.toLowerCase()}(\n    "${url}",\n${given.join("")})\nanswer.raise_for_status()\nprint(answer.${readsText ? "text" : "json()"})`,
  };
}

function ruby({ method, url, access, body, sendsFile, readsText }: SampleRequest): CodeTab {
  const name = method.charAt(0) + method.slice(1).toLowerCase();
  const lines = [
    readsText ? `require "net/http"\n` : `require "json"\nrequire "net/http"\n`,
    `uri = URI("${url}")`,
    `request = Net::HTTP::${name}.new(uri)`,
    access !== "open" && `request["Authorization"] = "Bearer #{ENV.fetch("API_TOKEN")}"`,
    body !== undefined && `request["Content-Type"] = "application/json"`,
    body !== undefined && `request.body = JSON.generate(${literal(RUBY, body, "")})`,
    sendsFile && `request.body = File.binread("${FILE}")`,
    'answer = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https") { |http| http.request(request) }',
    "answer.value",
    readsText ? "puts answer.body" : "puts JSON.parse(answer.body)",
  ];
  return { id: "ruby", label: "Ruby", place: "Nothing to install", code: lines.filter(Boolean).join("\n") };
}

/** How a language writes what JSON has. */
type Language = {
  readonly key: (name: string) => string;
  readonly text: (value: string) => string;
  readonly words: Readonly<Record<string, string>>;
};

const WORDS = { true: "true", false: "false", null: "null" };
const JAVASCRIPT: Language = { key: (name) => `${name}: `, text: JSON.stringify, words: WORDS };
const PYTHON: Language = {
  key: (name) => `"${name}": `,
  text: JSON.stringify,
  words: { true: "True", false: "False", null: "None" },
};
const RUBY: Language = {
  key: (name) => `${name}: `,
  text: (value) => JSON.stringify(value).replaceAll("#", "\\#"),
  words: { ...WORDS, null: "nil" },
};

/** A value of JSON as a literal of a language, a line for each part. */
function literal(language: Language, value: unknown, indent: string): string {
  if (typeof value === "string") return language.text(value);
  if (typeof value !== "object" || value === null) return language.words[String(value)] ?? String(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((part) => literal(language, part, inner))
    : Object.entries(value).map(([name, part]) => language.key(name) + literal(language, part, inner));
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return parts.length === 0 ? open + close : `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close}`;
}
