import { spawnSync } from "node:child_process";
import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import { DOCUMENT } from "@/lib/testing/documented";
import { shownResources } from "./operations";
import { samplesOf } from "./samples";

const ODD = { site: { name: `It's "quoted" #{here} \\ done`, tags: ["a", null], on: true, off: false, count: 2, none: {} } };
const odd = samplesOf({ method: "PATCH", url: "https://signin.example/api/sites/my-app", access: "token", body: ODD });
const all = shownResources(DOCUMENT).flatMap(({ operations }) => operations.flatMap(({ samples }) => samples));
const codes = (language: string) => [...all, ...odd].filter(({ id }) => id === language).map(({ code }) => code);

/** Runs a program over the samples; null where this machine lacks it. */
function run(program: string, args: string[], input: string): string | null {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    encoding: "utf8",
    env: { ...process.env, API_TOKEN: "gma_x" },
  });
  if (error) return null;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

describe("the samples of the reference", () => {
  test("each operation has one in each language, and none holds a token", () => {
    expect([...new Set(all.map(({ id }) => id))]).toEqual(["curl", "javascript", "python", "ruby"]);
    for (const language of ["javascript", "python", "ruby"]) expect(codes(language)).toHaveLength(codes("curl").length);
    expect(all.filter(({ code }) => /gma_/.test(code))).toEqual([]);
  });

  test("a shell reads curl's arguments as they are meant", () => {
    const told = run("bash", ["-s"], `curl() { printf '%s\\0' "$@"; }\n${codes("curl").at(-1)}`);
    if (told === null) return;
    const [flag, method, url, , token, , type, , body] = told.split("\0");
    expect([flag, method, url, token, type]).toEqual([
      "-X",
      "PATCH",
      "https://signin.example/api/sites/my-app",
      "Authorization: Bearer gma_x",
      "Content-Type: application/json",
    ]);
    expect(JSON.parse(body ?? "")).toEqual(ODD);
  });

  test("JavaScript is JavaScript, and sends the request", async () => {
    for (const code of codes("javascript")) await transform(code, { format: "esm", target: "node20" });
    const sent: unknown[] = [];
    const fetched = (url: string, init: RequestInit) => sent.push(url, init.method, JSON.parse(String(init.body))) && Response.json({});
    const whole = new Function("fetch", "process", "console", `return (async () => {${codes("javascript").at(-1)}})()`);
    await whole(fetched, { env: {} }, { log: () => undefined });
    expect(sent).toEqual(["https://signin.example/api/sites/my-app", "PATCH", ODD]);
  });

  test("Python is Python, and reads the body as it is meant", () => {
    const program = `import sys, json, types
sent = {}
stub = types.ModuleType("requests")
answer = types.SimpleNamespace(raise_for_status=lambda: None, json=lambda: None, text="")
open = lambda *_: None
for name in ["get", "post", "put", "patch", "delete"]: setattr(stub, name, lambda url, **given: sent.update(given) or answer)
sys.modules["requests"] = stub
print = lambda *_: None
for code in json.loads(sys.stdin.read()): exec(compile(code, "sample", "exec"))
sys.stdout.write(json.dumps(sent["json"]))`;
    const told = run("python3", ["-c", program], JSON.stringify(codes("python")));
    if (told !== null) expect(JSON.parse(told)).toEqual(ODD);
  });

  test("a file is sent as it is, to the site that it is for; a text is read as one", () => {
    const sample = (of: string, language: string) => all.filter(({ id, code }) => id === language && code.includes(of))[0]?.code ?? "";
    expect(sample("/api/imports?", "curl").split(" \\\n  ")).toEqual([
      'curl -X POST "http://signin.localhost/api/imports?site_id=1"',
      '-H "Authorization: Bearer $API_TOKEN"',
      "--data-binary @users.csv",
    ]);
    expect(sample("/api/imports?", "javascript")).toContain('  body: await openAsBlob("users.csv"),\n');
    expect(sample("/api/imports?", "ruby")).toContain('request.body = File.binread("users.csv")\n');
    expect(sample("/api/site_users.csv?", "javascript")).toContain("await answer.text());");
    expect(sample("/api/site_users.csv?", "python")).toContain("print(answer.text)");
  });

  test("Ruby is Ruby", () => {
    for (const code of codes("ruby")) run("ruby", ["-c"], code);
    expect(codes("ruby").at(-1)).toContain(`name: "It's \\"quoted\\" \\#{here} \\\\ done",`);
  });
});
