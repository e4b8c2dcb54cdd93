import { describe, expect, it } from "vitest";
import { renderPage } from "./render-page";
import { ACME, HOSTILE, JANE, LONG, LONGEST, sampleViews } from "./sample-views";
import type { HostedSite, View } from "./view";

const BUDGET = 14_000;
const bare = new Set<View["page"]>(["owner", "owner-done"]);
const siteOf = (view: View, site: HostedSite) => (bare.has(view.page) ? null : site);
const views = Object.entries(sampleViews(JANE));
const draw = async (view: View, site = ACME) => (await renderPage(siteOf(view, site), view)).html;

describe.each(views)("%s", (name, view) => {
  it("is whole and within the budget, at its longest", async () => {
    const longest = sampleViews(LONGEST)[name] as View;
    const html = await draw(longest, LONG);
    expect(html).toMatch(/^<!doctype html><html lang="en">.*<\/html>$/s);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(BUDGET);
    if (process.env.SIZES) console.log(name.padEnd(26), Buffer.byteLength(await draw(view)), Buffer.byteLength(html));
  });

  it("has one h1", async () => {
    expect((await draw(view)).match(/<h1>/g)).toHaveLength(1);
  });

  it("takes a hostile name as text", async () => {
    expect(await draw(view, HOSTILE)).not.toMatch(/<script>alert|<img/);
  });
});
