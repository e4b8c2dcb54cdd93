import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, inject, test } from "vitest";
import { api, makeSite, type Site, unique } from "./api";
import { clientIdOn, command, expectGoodForAll, nameSite, revealSecret, signedInOperator } from "./dashboard";
import { SignupPage } from "./pages/signup-page";
import { exchangeStatus, signUpByForm } from "./sign-up-by-form";
import { closeBrowser, endVisits, newVisitor, type Visitor } from "./visitor";

const CALLBACK = "http://localhost:3999/auth/callback";

const open: Visitor[] = [];
const visit = async (...given: Parameters<typeof newVisitor>) => {
  const visitor = await newVisitor(...given);
  open.push(visitor);
  return visitor;
};
afterEach((test) => endVisits(open, test).then(() => undefined));
afterAll(closeBrowser);

/** An operator who looks at the quick start of a fresh site. */
async function operatorWithSite(name = "Acme Shop") {
  const visitor = await visit();
  await signedInOperator(visitor);
  return { visitor, page: visitor.page, name, ...(await nameSite(visitor, name)) };
}

const at = (id: string, page = "") => `${inject("baseUrl")}/dashboard/sites/${id}${page}`;
const toast = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor();

async function saveCallback(page: Page, url: string): Promise<void> {
  await page.getByLabel("Callback URL").fill(url);
  await page.getByRole("button", { name: "Save", exact: true }).click();
}

test("from the owner link to the first sign-in: the quick start shows the real page, and turns green by itself", async () => {
  const { visitor, page, slug } = await operatorWithSite();
  const frame = page.frameLocator("iframe");
  await frame.getByRole("heading", { level: 1, name: "Sign in to Acme Shop" }).waitFor();
  expect(await page.getByRole("link", { name: /^Try it/ }).getAttribute("href")).toBe(`/${slug}/login`);
  await page.getByText("Waiting for the first sign-in…").waitFor();
  await expectGoodForAll(visitor);

  const stranger = await visit("on a phone");
  const email = `${unique("jane")}@example.com`;
  const signup = new SignupPage(stranger);
  await signup.open(slug);
  await signup.signUp(email, "correct horse battery", "Jane");
  await page.getByText(`It works. Jane (${email}) signed in just now.`).waitFor();
  await expectGoodForAll(visitor);
  await page.reload();
  await page.getByText(`It works. Jane (${email}) signed in`).waitFor();
  expect(await page.getByText("Waiting for the first sign-in…").count()).toBe(0);
  expect(visitor.complaints).toEqual([]);
  expect(stranger.complaints).toEqual([]);
});

test("asks where people come back to, once: refused beside the field, saved, and written into the code", async () => {
  const { visitor, page, id } = await operatorWithSite();
  await saveCallback(page, "ftp://shop.example");
  await page.getByText("Callback URL must be a web address that starts with https://").waitFor();
  await saveCallback(page, "http://shop.example/cb");
  await page.getByText("Callback URL must start with https:// (http:// works on localhost only)").waitFor();
  expect(await page.getByLabel("Callback URL").inputValue()).toBe("http://shop.example/cb");
  await expectGoodForAll(visitor);
  await saveCallback(page, "http://localhost:3999/my/callback");
  await toast(page, "Callback URL saved");
  await page.getByText("People come back to http://localhost:3999/my/callback").waitFor();
  await page.frameLocator("iframe").getByText("localhost:3999").waitFor();
  expect(await page.getByLabel("Callback URL").count()).toBe(0);
  await page.getByRole("tab", { name: "Express" }).click();
  expect(await page.getByRole("tabpanel").textContent()).toContain('app.get("/my/callback"');
  await page.getByRole("link", { name: "Change it" }).click();
  await page.waitForURL(at(id, "/settings"));
  expect(visitor.complaints).toEqual([]);
});

test("looks for the first sign-in every other second, but only while somebody looks at the page", async () => {
  const { page, id } = await operatorWithSite();
  await page.clock.install();
  let looks = 0;
  page.on("request", (request) => (looks += request.method() === "POST" ? 1 : 0));
  await page.goto(at(id));
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { get: () => value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  looks = 0;
  await page.clock.runFor(20_000);
  expect(looks).toBe(0);
  await hide(false);
  await expect.poll(() => looks, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
});

test("the client secret is in no page before somebody asks; both are good for a day after a rotation, until the old one is ended", async () => {
  const { visitor, page, id, slug } = await operatorWithSite();
  await saveCallback(page, CALLBACK);
  await toast(page, "Callback URL saved");
  const sent: string[] = [];
  for (const path of ["", "/settings"]) sent.push(await (await visitor.context.request.get(at(id, path))).text());
  const old = await revealSecret(page);
  for (const html of sent) expect(html).not.toContain(old.slice(4));
  await page.getByRole("button", { name: "Hide" }).click();
  expect(await page.content()).not.toContain(old);
  const status = async (secret: string) => exchangeStatus((await signUpByForm(slug)).token, await clientIdOn(page), secret);
  expect(await status(old)).toBe(200);

  await page.goto(at(id, "/settings"));
  expect(await revealSecret(page)).toBe(old);
  await page.getByRole("button", { name: "Rotate client secret" }).click();
  await page.getByRole("dialog").getByText("stays good for 24 hours").waitFor();
  await expectGoodForAll(visitor);
  await page.getByRole("button", { name: "Rotate", exact: true }).click();
  await toast(page, "New client secret made");
  await page.getByText("The secret before this one still works. It ends in 24 hours.").waitFor();
  await expectGoodForAll(visitor);
  const fresh = await revealSecret(page);
  expect(fresh).not.toBe(old);
  expect([await status(old), await status(fresh)]).toEqual([200, 200]);
  await page.getByRole("button", { name: "End the old one now" }).click();
  await toast(page, "The old secret has ended");
  await page.getByText("The secret before this one still works.").waitFor({ state: "detached" });
  expect([await status(old), await status(fresh)]).toEqual([401, 200]);
  expect(visitor.complaints).toEqual([]);
});

describe("settings", () => {
  const save = (page: Page) => page.getByRole("button", { name: "Save settings" }).click();

  test("each field is kept, and what it changes is changed", async () => {
    const { visitor, page, id, slug } = await operatorWithSite();
    await page.goto(at(id, "/settings"));
    expect(await page.getByLabel("Slug").count()).toBe(0);
    await page.getByText(`/${slug}`, { exact: true }).waitFor();
    const texts = {
      Name: "Acme Market",
      "Home URI": "https://acme.example/",
      "Success URI": "https://acme.example/callback",
      "Cancel URI": "https://acme.example/cancel",
      "Failed URI": "https://acme.example/failed",
      "Allowed origins": "https://shop.example\nhttp://localhost:5173",
      "Callback token minutes": "7",
    };
    for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByLabel("Sign-ups are open").uncheck();
    await page.getByLabel("E-mail verification").selectOption("required");
    await save(page);
    await toast(page, "Settings saved");
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByText("Acme Market").waitFor();
    await page.reload();
    for (const [label, text] of Object.entries(texts)) expect(await page.getByLabel(label, { exact: true }).inputValue(), label).toBe(text);
    expect(await page.getByLabel("Sign-ups are open").isChecked()).toBe(false);
    expect(await page.getByLabel("E-mail verification").inputValue()).toBe("required");
    const login = await (await fetch(`${inject("baseUrl")}/${slug}/login`)).text();
    expect(login).toContain("Acme Market");
    expect(login).not.toContain("Create an account");

    for (const label of ["Home URI", "Success URI", "Cancel URI", "Failed URI", "Allowed origins"]) await page.getByLabel(label).fill("");
    await page.getByLabel("Sign-ups are open").check();
    await save(page);
    await toast(page, "Settings saved");
    await page.reload();
    for (const label of ["Home URI", "Success URI", "Cancel URI", "Failed URI", "Allowed origins"]) {
      expect(await page.getByLabel(label).inputValue(), label).toBe("");
    }
    expect(await page.getByLabel("Sign-ups are open").isChecked()).toBe(true);

    const beside = await visitor.context.newPage();
    await beside.goto(at(id, "/settings"));
    await page.getByLabel("Name", { exact: true }).fill("Changed first");
    for (const _ of [1, 2]) await save(page);
    await toast(page, "Settings saved");
    await save(beside);
    await beside.getByText("Somebody changed this site meanwhile. Load it again, then repeat your changes.").waitFor();
    await beside.reload();
    expect(await beside.getByLabel("Name", { exact: true }).inputValue()).toBe("Changed first");
    expect(await page.getByText(/^Somebody changed/).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  test("a dialect is switched off and on, FastEditor gets a key, and everybody is signed out", async () => {
    const { visitor, page, id, slug } = await operatorWithSite();
    const post = (path: string, json: object, headers: Record<string, string> = {}) =>
      fetch(`${inject("baseUrl")}/${slug}/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(json),
      });
    const saveDialects = async () => {
      await page.getByRole("button", { name: "Save dialects" }).click();
      await toast(page, "Dialects saved");
    };
    await page.goto(at(id, "/settings"));
    await page.getByLabel("FastAuth", { exact: true }).uncheck();
    await saveDialects();
    expect((await post("auth/login", {})).status).toBe(404);
    await page.getByLabel("FastAuth", { exact: true }).check();
    await saveDialects();
    await page.getByText("How FastAuth is reached").click();
    await page
      .getByText(`${inject("baseUrl")}/${slug}`, { exact: true })
      .first()
      .waitFor();
    for (const name of ["Fastgen", "FastSchema", "FastEditor"]) await page.getByText(`How ${name} is reached`).click();
    await expectGoodForAll(visitor);
    const credentials = { email: "jane@example.com", password: "correct horse battery" };
    const { refresh_token } = (await (await post("auth/register", credentials)).json()) as { refresh_token: string };

    await page.getByRole("button", { name: "Make a key for FastEditor" }).click();
    await page.getByRole("button", { name: "Make the key" }).click();
    const key = (await page.locator("code").filter({ hasText: /^fek_/ }).textContent()) ?? "";
    await page.getByRole("button", { name: "Done" }).click();
    const joe = { userName: "joe@example.com", password: "correct horse battery", language: "en" };
    expect((await post("fasteditor/signup", joe, { "x-api-key": key })).status).toBe(201);

    await page.getByRole("button", { name: "Replace the signing key" }).click();
    await page.getByLabel("Sign everybody out").check();
    await page.getByRole("button", { name: "Replace and sign out" }).click();
    await toast(page, "Everybody is signed out");
    expect((await post("auth/refresh", { refresh_token })).status).toBe(401);
    expect(visitor.complaints).toEqual([]);
  });

  test("what is wrong stands beside its field, the first one has the focus, and nothing was kept", async () => {
    const { visitor, page, id } = await operatorWithSite();
    await page.goto(at(id, "/settings"));
    const wrong = {
      Name: ["", "Name can't be blank"],
      "Home URI": ["nonsense", "Home URI must be a web address that starts with https://"],
      "Success URI": ["http://shop.example/cb", "Success URI must start with https:// (http:// works on localhost only)"],
      "Cancel URI": ["javascript:alert(1)", "Cancel URI must be a web address that starts with https://"],
      "Failed URI": ["https://user:word@shop.example/", "Failed URI must not contain a user name or password"],
      "Allowed origins": ["https://shop.example/path", "Allowed origins must be an origin without a path"],
      "Callback token minutes": ["11", "Callback token minutes must be 1 to 10"],
    } as const;
    for (const [label, [text]] of Object.entries(wrong)) await page.getByLabel(label, { exact: true }).fill(text);
    await save(page);
    for (const [label, [text, problem]] of Object.entries(wrong)) {
      await page.getByText(problem, { exact: true }).waitFor();
      const field = page.getByLabel(label, { exact: true });
      expect(await field.getAttribute("aria-invalid"), label).toBe("true");
      expect(await field.inputValue(), label).toBe(text);
    }
    expect(await page.getByLabel("Name", { exact: true }).evaluate((field) => field === document.activeElement)).toBe(true);
    await expectGoodForAll(visitor);
    await page.reload();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Acme Shop");
    expect(await page.getByLabel("Home URI").inputValue()).toBe("");
    expect(await page.getByLabel("Callback token minutes").inputValue()).toBe("2");
    expect(visitor.complaints).toEqual([]);
  });

  test("one's own user system: nothing is sent before somebody agrees, and the key is kept but not shown", async () => {
    const { visitor, page, id } = await operatorWithSite();
    await page.goto(at(id, "/settings"));
    const [address, key] = [page.getByLabel("Sign-up address", { exact: true }), page.getByLabel("Key for sign-up address")];
    const saveSystem = () => page.getByRole("button", { name: "Save user system" }).click();
    await address.fill("https://10.0.0.1/users");
    await key.fill("canary-key-4711");
    await saveSystem();
    await page.getByText("Tick this, or leave the addresses empty").waitFor();
    await page.getByLabel("Send my visitors’ passwords to these addresses").check();
    await saveSystem();
    await page.getByText("URL must name a public host, and not by its IP address").waitFor();
    await expectGoodForAll(visitor);
    await address.fill("https://users.acme.example/sign-up");
    await saveSystem();
    await toast(page, "Your user system is saved");
    await page.getByText("One is kept and not shown.").waitFor();
    expect(await key.inputValue()).toBe("");
    await page.reload();
    expect(await address.inputValue()).toBe("https://users.acme.example/sign-up");
    expect(await page.content()).not.toContain("canary-key");
    await address.fill("");
    await saveSystem();
    await toast(page, "Your user system is saved");
    await page.reload();
    expect(await address.inputValue()).toBe("");
    expect(visitor.complaints).toEqual([]);
  });

  test("a site is suspended, says so on each of its pages and in the list, and answers again; the installation says why it did", async () => {
    const { visitor, page, id, slug } = await operatorWithSite();
    const login = async () => (await fetch(`${inject("baseUrl")}/${slug}/login`)).status;
    const note = page.getByText("This site is suspended: nobody can sign in.");
    await page.goto(at(id, "/settings"));
    await page.getByRole("button", { name: "Suspend this site" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(await login()).toBe(200);
    await page.getByRole("button", { name: "Suspend this site" }).click();
    await page.getByRole("button", { name: "Suspend", exact: true }).click();
    await note.waitFor();
    expect(await login()).toBe(403);
    await expectGoodForAll(visitor);
    await page.goto(`${inject("baseUrl")}/dashboard`);
    await page.getByRole("link", { name: /Acme Shop.*Suspended/ }).waitFor();
    await page.goto(at(id, "/users"));
    await page.getByRole("link", { name: "See why" }).click();
    await page.getByRole("button", { name: "Resume this site" }).click();
    await toast(page, "This site answers again");
    await note.waitFor({ state: "detached" });
    expect(await login()).toBe(200);

    // The installation's own is told with its reason, and nobody here ends it.
    await command("site", "suspend", slug, "--reason", "Phishing was reported.");
    await page.goto(at(id, "/users"));
    await page.getByText("They say: “Phishing was reported.”").waitFor();
    await expectGoodForAll(visitor);
    await page.getByRole("link", { name: "What that means" }).click();
    await page.getByText("only they can resume it").waitFor();
    expect(await page.getByRole("button", { name: "Resume this site" }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  test("a site goes when its name is typed, and says how many users go with it", async () => {
    const { visitor, page, id, slug } = await operatorWithSite();
    await saveCallback(page, CALLBACK);
    await toast(page, "Callback URL saved");
    await page.goto(at(id, "/settings"));
    await page.getByText("It has no users yet.").waitFor();
    for (const _ of [1, 2]) await signUpByForm(slug);
    await page.reload();
    await page.getByText("Its 2 users go with it").waitFor();
    await page.getByLabel("Type “Acme Shop” to confirm").fill("acme shop");
    await page.getByRole("button", { name: "Delete this site" }).click();
    await page.getByText("This is not “Acme Shop”").waitFor();
    expect((await fetch(`${inject("baseUrl")}/${slug}/login`)).status).toBe(200);
    await page.getByLabel("Type “Acme Shop” to confirm").fill("Acme Shop");
    await page.getByRole("button", { name: "Delete this site" }).click();
    await toast(page, "Acme Shop is gone for everybody now. You can bring it back for 7 days.");
    await page.waitForURL(`${inject("baseUrl")}/dashboard`);
    await page.getByRole("heading", { name: "Name your first site" }).waitFor();
    expect((await fetch(`${inject("baseUrl")}/${slug}/login`)).status).toBe(404);
    expect((await visitor.context.request.get(at(id))).status()).toBe(404);
    await page.getByText("gone for good in 7 days").waitFor();
    await expectGoodForAll(visitor);
    await page.getByRole("button", { name: "Bring back Acme Shop" }).click();
    await toast(page, "Acme Shop is back");
    await page.getByRole("link", { name: /Acme Shop.*2 users/ }).waitFor();
    expect(await page.getByText("Recently deleted").count()).toBe(0);
    expect((await fetch(`${inject("baseUrl")}/${slug}/login`)).status).toBe(200);
    expect(visitor.complaints).toEqual([]);
  });
});

describe("somebody else's site", () => {
  const kept = (id: number) => api<{ site: Site }>("GET", `/api/sites/${id}`);

  test("is not there, as a site that never was", async () => {
    const { visitor } = await operatorWithSite();
    const foreign = await makeSite();
    const seen = async (id: number | string, path: string) => {
      const answer = await visitor.context.request.get(at(String(id), path));
      return { status: answer.status(), named: (await answer.text()).includes(foreign.slug) };
    };
    for (const path of ["", "/settings"]) {
      for (const id of [foreign.id, 1, "0", "-1", "x", "99999999999999999999"]) {
        expect(await seen(id, path), `${id}${path}`).toEqual({ status: 404, named: false });
      }
    }
  });

  test("takes no action: not the secret, not a setting, no rotation, no deletion, and no news of sign-ins", async () => {
    const { visitor, page, id } = await operatorWithSite();
    const foreign = await makeSite({ name: "Acme Shop" });
    const before = await kept(foreign.id);
    const answers: string[] = [];
    // As an operator would who edits what the browser sends.
    await visitor.context.route("**/dashboard/sites/**", async (route, request) => {
      if (request.method() !== "POST") return route.fallback();
      const body = request.postDataBuffer()?.toString("latin1").replaceAll(id, String(foreign.id)) ?? "";
      const answer = await route.fetch({ postData: Buffer.from(body, "latin1") });
      answers.push(await answer.text());
      await route.fulfill({ response: answer });
    });
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Reveal client secret" }).click();
    await page.getByText("Record not found").waitFor();
    await saveCallback(page, "https://evil.example/");
    await expect.poll(() => page.getByText("Record not found").count()).toBe(2);

    await page.goto(at(id, "/settings"));
    await page.getByLabel("Name", { exact: true }).fill("Taken");
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("Record not found").waitFor();
    await page.getByLabel("Type “Acme Shop” to confirm").fill("Acme Shop");
    await page.getByRole("button", { name: "Delete this site" }).click();
    await expect.poll(() => page.getByText("Record not found").count()).toBe(2);
    await page.getByRole("button", { name: "Rotate client secret" }).click();
    await page.getByRole("button", { name: "Rotate", exact: true }).click();
    await expect.poll(() => page.getByText("Record not found").count()).toBe(3);
    expect(answers.length).toBeGreaterThanOrEqual(6);
    for (const answer of answers) expect(answer).toContain("Record not found");
    expect(await kept(foreign.id)).toEqual(before);
  });
});

test("a stranger is sent to sign in", async () => {
  const { id } = await operatorWithSite();
  const stranger = await visit();
  for (const path of ["", "/settings"]) {
    await stranger.page.goto(at(id, path));
    expect(stranger.page.url()).toBe(`${inject("baseUrl")}/dashboard/login`);
  }
});
