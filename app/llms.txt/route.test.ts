import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { DOCUMENT } from "@/lib/testing/documented";
import { matcher } from "@/server/dispatch";
import { ROUTES } from "@/server/routes.gen";

test("GET /llms.txt is a Markdown text that begins with the product's name and a summary", async () => {
  const response = await call("GET", "/llms.txt");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  const text = await response.text();
  expect(text).toMatch(/^# Signin Fast\n\n> \S/);
  expect(text.match(/^## .+$/gm)).toEqual(["## Documentation", "## Integration in five minutes", "## REST API"]);
  expect(text).toContain('5. 200 is {"site_user":{"id":');
});

test("every link in it leads to something, and every operation is named", async () => {
  const text = await (await call("GET", "/llms.txt")).text();
  const found = matcher(ROUTES);
  const links = [...text.matchAll(/\]\((.+?)\)/g)].map(([, url = ""]) => new URL(url));
  expect(links.length).toBeGreaterThan(4);
  for (const { origin, pathname } of links) {
    expect([origin, pathname, found(pathname) !== null]).toEqual(["http://signin.localhost", pathname, true]);
  }
  for (const [path, item] of Object.entries(DOCUMENT.paths)) {
    for (const method of Object.keys(item)) expect(text).toContain(`\n- ${method.toUpperCase()} ${path}: `);
  }
});
