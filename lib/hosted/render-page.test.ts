import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { textsOf } from "@/lib/texts";
import { NO_BRAND } from "./brand";
import { PAGES } from "./pages";
import { renderPage } from "./render-page";
import { ACME, fieldProblem, formProblem, HOSTILE, JANE, LONG, LONGEST, sampleViews } from "./sample-views";
import { FORM_SCRIPT } from "./script/form-script";
import type { HostedSite, View } from "./view";

const t = textsOf("en");
const BUDGET = 14_000;
const SCRIPT_BUDGET = 1_320;

const siteOf = (view: View, site: HostedSite) => (view.page.startsWith("owner") ? null : site);
const render = (view: View, site = ACME) => renderPage(siteOf(view, site), view, t);
const draw = async (view: View, site = ACME) => (await render(view, site)).html;
const sample = (name: string, values = JANE): View => sampleViews(values)[name] as View;
const names = Object.keys(sampleViews());

const plainText = (text: string) =>
  text.replace(/&(lt|gt|quot|#x27|amp);/g, (_, name: string) => ({ lt: "<", gt: ">", quot: '"', "#x27": "'", amp: "&" })[name] ?? "");
const textOf = (html: string) => plainText(html.replace(/<[^>]*>/g, ""));
/** The attributes of a tag, their names in small letters. */
const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [name.toLowerCase(), plainText(value)]),
  );
const tagsOf = (html: string, tag: string) => [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>`, "g"))].map(([found]) => attributesOf(found));
const bodyOf = (html: string) => html.slice(html.indexOf("<body>"), html.indexOf("<script"));
const inputsOf = (html: string) => tagsOf(html, "input");
const isUnseen = (input: Record<string, string>) => input.type === "hidden" || "hidden" in input;
const titleOf = (html: string) => plainText(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? "");
const alertOf = (html: string) => {
  const found = /role="alert"[^>]*>(.*?)<\/div>/s.exec(html)?.[1];
  return found === undefined ? null : textOf(found);
};

it("has the site's logo in the browser's tab where that is nearly square, and else the product's mark", async () => {
  const withLogos = (logo: [number, number] | null, dark: [number, number] | null = null): HostedSite => {
    const picture = (size: [number, number] | null, hash: string) => size && { hash, width: size[0], height: size[1] };
    return { ...ACME, brand: { ...NO_BRAND, logo: picture(logo, "a1"), darkLogo: picture(dark, "b2") } };
  };
  const icons = async (site: HostedSite) =>
    tagsOf(await draw(sample("sign-in"), site), "link").flatMap(({ rel, href }) => (rel === "icon" ? [href] : []));
  expect(await icons(withLogos([64, 64]))).toEqual(["/acme/logo?v=a1"]);
  expect(await icons(withLogos(null, [90, 60]))).toEqual(["/acme/logo?v=b2"]);
  for (const site of [ACME, withLogos([91, 60]), withLogos([60, 91])]) expect(await icons(site)).toEqual([]);
});

it("has a sample of every view", () => {
  expect(new Set(Object.values(sampleViews()).map(({ page }) => page))).toEqual(new Set(Object.keys(PAGES)));
});

it("a script stays small", () => {
  expect(Buffer.byteLength(FORM_SCRIPT)).toBeLessThanOrEqual(SCRIPT_BUDGET);
});

describe.each(names)("%s", (name) => {
  it("is one whole document, and tells robots, phones and dark screens what it is", async () => {
    const html = await draw(sample(name));
    expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>[^<]+<\/title>.*<\/body><\/html>$/s);
    expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html.match(/<meta name="theme-color" media="\(prefers-color-scheme:(light|dark)\)" content="#[0-9a-f]{6}">/g)).toHaveLength(2);
  });

  it("fits into one round trip, at its longest", async () => {
    expect(Buffer.byteLength(await draw(sample(name, LONGEST), LONG))).toBeLessThanOrEqual(BUDGET);
  });

  it("has one h1 and one main, and at most one primary button", async () => {
    const html = await draw(sample(name));
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html.match(/<main[ >]/g)).toHaveLength(1);
    expect((html.match(/class="button"/g) ?? []).length).toBeLessThanOrEqual(1);
  });

  it("labels, names and identifies every input", async () => {
    const html = await draw(sample(name));
    const labelled = new Set(tagsOf(html, "label").map((label) => label.for));
    for (const input of inputsOf(html)) {
      expect(input.id).toBe(input.name);
      if (!isUnseen(input)) expect(labelled).toContain(input.id);
    }
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const input of inputsOf(html)) for (const id of input["aria-describedby"]?.split(" ") ?? []) expect(ids).toContain(id);
  });

  it("needs nothing its policy forbids: no inline style, no handler, nothing loaded", async () => {
    const body = bodyOf(await draw(sample(name)));
    for (const [tag] of body.matchAll(/<[a-z][^>]*>/gi)) {
      expect(Object.keys(attributesOf(tag)).filter((attribute) => attribute === "style" || /^on/.test(attribute))).toEqual([]);
      expect(tag).not.toMatch(/^<(link|img|iframe|object|base|script|style)\b|\ssrc=|javascript:|data:(?!text\/plain;)/i);
    }
  });

  it("has hashes of exactly the styles and scripts that it carries", async () => {
    const { html, styleHashes, scriptHashes } = await render(sample(name));
    const hashes = (tag: string) =>
      [...html.matchAll(new RegExp(`<${tag}\\b(?![^>]* src=)[^>]*>(.*?)</${tag}>`, "gs"))].map(
        ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
      );
    expect(styleHashes).toEqual(hashes("style"));
    expect(scriptHashes).toEqual(hashes("script"));
    expect(styleHashes).toHaveLength("style" in PAGES[sample(name).page] ? 2 : 1);
  });

  it("takes a hostile name as text, wherever it stands", async () => {
    const [hostile, plain] = await Promise.all([draw(sample(name), HOSTILE), draw(sample(name), ACME)]);
    const shape = (html: string) => html.match(/<\/?[a-z][a-z0-9]*/gi);
    expect(shape(hostile)).toEqual(shape(plain));
    if (plain.includes(">Acme<")) expect(textOf(bodyOf(hostile))).toContain(HOSTILE.name);
  });

  it("takes hostile values as text", async () => {
    const evil = `"><script>alert(1)</script><p x='`;
    const shape = (html: string) => html.match(/<\/?[a-z][a-z0-9]*/gi);
    const plain = await draw(sample(name, { email: "a", name: "b", state: "c" }));
    expect(shape(await draw(sample(name, { email: evil, name: evil, state: evil })))).toEqual(shape(plain));
  });

  it("says each problem once", async () => {
    const view = sample(name);
    const html = await draw(view);
    const problem = "problem" in view ? view.problem : null;
    const beside = Object.keys(problem?.fields ?? {});
    expect(inputsOf(html).flatMap((input) => (input["aria-invalid"] === "true" ? [input.name] : []))).toEqual(beside);
    expect(alertOf(html) !== null).toBe(problem !== null && beside.length === 0);
    expect(titleOf(html).startsWith("Error: ")).toBe(problem !== null);
  });

  it("never gives a password back, nor cuts one off", async () => {
    for (const input of inputsOf(await draw(sample(name)))) {
      if (input.type !== "password") continue;
      expect(input).not.toHaveProperty("value");
      expect(input).not.toHaveProperty("maxlength");
    }
  });
});

describe("forms", () => {
  type Expected = [name: string, action: string, fields: Record<string, string>];
  const { email, state } = JANE;
  const unseen = { email, state: state ?? "" };
  const token = `rst_${"x".repeat(43)}`;
  it.each<Expected>([
    ["sign-in", "/acme/login", { state: unseen.state, email: "", password: "" }],
    ["sign-in-wrong", "/acme/login", { ...unseen, password: "" }],
    ["sign-up-field", "/acme/signup", { ...unseen, name: JANE.name, password: "" }],
    ["reset-request", "/acme/reset-password", unseen],
    ["reset-sent", "/acme/reset-password", { ...unseen, code: "", password: "" }],
    ["reset-confirm", "/acme/reset-password", { token, password: "" }],
    ["verify-request", "/acme/verify-email", unseen],
    ["verify-sent", "/acme/verify-email", { ...unseen, code: "" }],
    ["verify-sent-password", "/acme/verify-email", { ...unseen, code: "", password: "" }],
    ["verify-confirm", "/acme/verify-email", { token }],
    ["verify-confirm-password", "/acme/verify-email", { token, password: "" }],
    ["code-sent", "/acme/login/code", { state: unseen.state, device: `dev_${"x".repeat(48)}`, code: "" }],
    ["code-link", "/acme/login/code", { state: unseen.state, token }],
    ["code-link-elsewhere", "/acme/login/code", { token }],
    ["sign-out", "/acme/logout", {}],
    ["owner-field", "/dashboard/owner", { token: `own_${"x".repeat(43)}`, name: JANE.name, email, password: "" }],
  ])("%s posts its fields to %s", async (name, action, fields) => {
    const html = await draw(sample(name));
    expect(new Set(tagsOf(html, "form").map((form) => `${form.method} ${form.action}`))).toEqual(new Set([`post ${action}`]));
    expect(Object.fromEntries(inputsOf(html).map((input) => [input.name, input.value ?? ""]))).toEqual(fields);
    // The first is what the Enter key presses.
    expect(tagsOf(html, "button").filter(({ type }) => type === "submit")[0]).toMatchObject({ class: "button" });
  });

  it("no state, no field and no query", async () => {
    for (const [name, view] of Object.entries(sampleViews({ ...JANE, state: null }))) {
      const html = await draw(view);
      expect({ name, state: /name="state"|\?state=/.test(html) }).toEqual({ name, state: false });
    }
  });

  it("a slug cannot leave its place in an address", async () => {
    const html = await draw(sample("sign-in"), { ...ACME, slug: "a/../b?c" });
    const passkey = { "data-passkey": "get", "data-failed": expect.any(String) };
    const form = { method: "post", action: "/a%2F..%2Fb%3Fc/login" };
    expect(tagsOf(html, "form")).toEqual([form, { ...form, ...passkey }]);
  });

  it("tells browsers, keyboards and password managers what goes where", async () => {
    const input = async (name: string, field: string) => inputsOf(await draw(sample(name))).find((found) => found.name === field);
    const address = { type: "email", inputmode: "email", autocapitalize: "none", spellcheck: "false", required: "" };
    expect(await input("sign-in", "email")).toMatchObject({ ...address, autocomplete: "username webauthn" });
    expect(await input("sign-in", "password")).toMatchObject({ type: "password", autocomplete: "current-password", required: "" });
    expect(await input("sign-up", "email")).toMatchObject({ ...address, autocomplete: "email" });
    const chosen = { type: "password", autocomplete: "new-password", minlength: "8", passwordrules: "minlength: 8; maxlength: 256;" };
    for (const name of ["sign-up", "reset-sent", "reset-confirm"]) expect(await input(name, "password")).toMatchObject(chosen);
    expect(await input("owner", "password")).toMatchObject({ ...chosen, minlength: "15", passwordrules: "minlength: 15; maxlength: 256;" });
    const digits = { type: "text", autocomplete: "one-time-code", inputmode: "numeric", pattern: "[\\p{Nd} \\-]{6,9}" };
    for (const name of ["reset-sent", "verify-sent"]) expect(await input(name, "code")).toMatchObject(digits);
    expect(await input("reset-sent", "email")).toMatchObject({ autocomplete: "username", readonly: "", hidden: "" });
  });
});

describe("links", () => {
  const hrefs = async (name: string, site = ACME) => tagsOf(await draw(sample(name), site), "a").map(({ href }) => href);
  const query = `?state=${encodeURIComponent(JANE.state ?? "")}`;
  it.each([
    ["sign-in", [`/acme/reset-password${query}`, `/acme/signup${query}`, ACME.cancelHref]],
    [
      "sign-in-too-many",
      [`/acme/login?method=email_code&${query.slice(1)}`, `/acme/reset-password${query}`, `/acme/signup${query}`, ACME.cancelHref],
    ],
    ["sign-up", [`/acme/login${query}`, ACME.cancelHref]],
    ["sign-up-known", [`/acme/login${query}`, `/acme/reset-password${query}`, ACME.cancelHref]],
    ["reset-request", [`/acme/login${query}`, ACME.cancelHref]],
    ["reset-sent", [`/acme/reset-password${query}`, ACME.cancelHref]],
    ["reset-confirm", [ACME.cancelHref]],
    ["verify-request", [`/acme/login${query}`, ACME.cancelHref]],
    ["verify-sent", [`/acme/verify-email${query}`, ACME.cancelHref]],
    ["verify-confirm", [ACME.cancelHref]],
    ["verify-confirm-password", ["/acme/reset-password", ACME.cancelHref]],
    ["sign-out", [ACME.cancelHref]],
    ["notice-good", ["/acme/logout"]],
    ["notice-internal", [ACME.cancelHref]],
    ["owner", []],
  ])("%s leads on and keeps the state", async (name, expected) => {
    expect(await hrefs(name)).toEqual(expected);
  });

  it("a site that takes no new users offers no account, and one without a way back no way back", async () => {
    expect(await hrefs("sign-in", { ...ACME, signUps: false, cancelHref: null })).toEqual([`/acme/reset-password${query}`]);
  });
});

describe("words", () => {
  it.each([
    ["sign-in", "Sign in to Acme", "Sign in to Acme"],
    ["sign-in-wrong", "Sign in to Acme", "Error: Sign in to Acme"],
    ["sign-up", "Create your account", "Create your account for Acme"],
    ["reset-sent", "Check your mail", "Check your mail for Acme"],
    ["verify-sent", "Check your mail", "Check your mail for Acme"],
    ["notice-good", "You are signed in to Acme", "You are signed in to Acme"],
    ["owner", "Welcome to Signin Fast", "Welcome to Signin Fast"],
  ])("%s is headed %s", async (name, heading, title) => {
    const html = await draw(sample(name));
    expect(textOf(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? "")).toBe(heading);
    expect(titleOf(html)).toBe(title);
  });

  it("a wait is said in minutes, with what helps at once", async () => {
    const locked = sample("sign-in-too-many");
    const byCode = "Too many attempts. Try again in 9 minutes, or sign in with a code by e-mail.";
    const byReset = "Too many attempts. Try again in 9 minutes, or reset your password.";
    expect(alertOf(await draw(locked))).toBe(byCode);
    expect(alertOf(await draw({ ...locked, method: "email_code" } as View))).toBe(byReset);
    expect(alertOf(await draw(locked, { ...ACME, methods: ["password"] }))).toBe(byReset);
    const waiting = { page: "reset-request", email: "", state: null, problem: formProblem(429, "Too many attempts", 30) } as const;
    expect(alertOf(await draw(waiting))).toBe("Too many attempts. Try again in 30 seconds.");
    expect(alertOf(await draw({ ...waiting, problem: formProblem(429, "Too many attempts") }))).toBe("Too many attempts");
  });

  it("a reference stands there only when there is one", async () => {
    expect(alertOf(await draw(sample("sign-in-internal")))).toBe("Something went wrong on our sideReference: req_01JD3Z7Q9X");
    expect(textOf(bodyOf(await draw(sample("notice-internal"))))).toContain("Reference: req_01JD3Z7Q9X");
    expect(textOf(bodyOf(await draw(sample("notice-bad"))))).not.toContain("Reference");
  });

  it("a problem of a field that is not on the page is told at the top", async () => {
    const problem = { ...fieldProblem({ token: "Token is too long" }), form: null };
    const html = await draw({ page: "reset-confirm", token: "", problem });
    expect(alertOf(html)).toBe("Token is too long");
  });

  it("a page of a site is not drawn without one; a notice is", async () => {
    await expect(renderPage(null, sample("sign-in"), t)).rejects.toThrow("drawn for a site");
    expect((await renderPage(null, sample("notice-bad"), t)).html).toContain("This link has expired");
  });
});
