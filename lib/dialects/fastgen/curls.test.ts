import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTenant, unique } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";

/** The calls of the documentation as they stand. */
const DOCUMENTED = (path: "signup" | "signin") => `curl --location 'https://my-project.fastgenapp.com/auth/${path}' \\
    --header 'rid: thirdpartyemailpassword' \\
    --header 'Content-Type: application/json' \\
    --data-raw '{
        "formFields": [
            {
                "id": "email",
                "value": "timon@fastgen.com"
            }, {
                "id": "password",
                "value": "<mySecretPassword1>"
            }
        ]
    }'`;

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** Runs a command of the documentation against the site, with curl, or where there is none with the same bytes. */
async function run(command: string, slug: string, ...more: string[]): Promise<{ headers: Headers; body: unknown }> {
  const here = command.replace("https://my-project.fastgenapp.com", `http://${server.host}/${slug}`);
  const options = more.map((header) => ` --header '${header}'`).join("");
  const shell = promisify(execFile)("/bin/sh", ["-c", `${here}${options} --silent --include`]);
  const { stdout } = await shell.catch(() => ({ stdout: "" }));
  if (stdout !== "") {
    const [head = "", body = ""] = stdout.split("\r\n\r\n");
    const lines = head.split("\r\n").slice(1);
    return { headers: new Headers(lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string])), body: JSON.parse(body) };
  }
  const [, url = ""] = /--location '([^']+)'/.exec(here) ?? [];
  const [, sent = ""] = /--data-raw '([^']+)'/.exec(here) ?? [];
  const named = [...here.matchAll(/--header '([^:]+): ([^']+)'/g)].map(([, name, value]) => [name, value] as [string, string]);
  const asked = more.map((header) => header.split(": ", 2) as [string, string]);
  const response = await fetch(url, { method: "POST", body: sent, headers: [...named, ...asked] });
  return { headers: response.headers, body: await response.json() };
}

const welcome = expect.objectContaining({ status: "OK", user: expect.objectContaining({ email: "timon@fastgen.com" }) });

test("signing up and in work as documented, and are in cookies unless the caller says otherwise", async () => {
  const { site } = await makeTenant({ slug: unique("my-project") });
  const signedUp = await run(DOCUMENTED("signup"), site.slug);
  expect(signedUp.body).toEqual(welcome);
  expect(signedUp.headers.get("set-cookie")).toMatch(/sAccessToken=eyJ.*sRefreshToken=rft_/);
  const signedIn = await run(DOCUMENTED("signin"), site.slug);
  expect(signedIn.body).toEqual(welcome);
  expect(signedIn.headers.get("set-cookie")).toMatch(/sAccessToken=eyJ.*sRefreshToken=rft_/);
});

test("both give tokens in headers and in the body, which are good as bearer tokens", async () => {
  const { site } = await makeTenant({ slug: unique("my-project") });
  const { headers } = await run(DOCUMENTED("signup"), site.slug, "st-auth-mode: header");
  const { body } = await run(DOCUMENTED("signin"), site.slug, "fg-auth-mode: body");
  const tokens = [headers.get("st-access-token"), (body as { accessToken: string }).accessToken];
  for (const token of tokens) {
    const asked = await fetch(`http://${server.host}/${site.slug}/auth/user/email/verify`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await asked.json()).toEqual({ status: "OK", isVerified: false });
  }
});
