import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { makeSite, type Site } from "../api";
import { Modal } from "../pages/modal";
import { closeBrowser, endVisits, type Kind, newVisitor, type Visitor } from "../visitor";
import { BUTTONS, documentOf, type Host, startHost } from "./host";

/** The tag of the documentation. */
export const scriptTag = ({ slug }: Site, more = "") => `<script src="${inject("baseUrl")}/${slug}/embed.js"${more}></script>`;

export type Opened = { site: Site; visitor: Visitor; page: Visitor["page"]; modal: Modal; url: string };
type Given = {
  kind?: Kind;
  /** Options of the visitor's browser. */
  browser?: Parameters<typeof newVisitor>[1];
  /** What the site has besides its addresses. */
  site?: object;
  html?: (site: Site) => string | Promise<string>;
  headers?: (site: Site) => Record<string, string>;
};

/** Refusals are answers, and the console of a browser calls them errors. */
const isRefusal = (complaint: string) => /status of (401|422|429)/.test(complaint);

/**
 * A customer's server for the tests of a file, and a way to a page of it: with the documentation's buttons, open in a browser of
 * its own. After each test, no page may have complained.
 */
export function atShop(): { host(): Host; open(given?: Given): Promise<Opened> } {
  let host: Host;
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(async () => {
    await closeBrowser();
    await host.stop();
  });
  afterEach(async (test) => {
    const ended = await endVisits(visitors, test);
    expect(ended.flatMap(({ complaints }) => complaints).filter((text) => !isRefusal(text))).toEqual([]);
  });
  return {
    host: () => host,
    async open({ kind, browser, site: more = {}, html = (shop: Site) => documentOf("", BUTTONS + scriptTag(shop)), headers } = {}) {
      const site = await makeSite({ success_uri: `${host.at()}/callback?from=us`, home_uri: `${host.at()}/`, ...more });
      const path = `/${site.slug}`;
      host.put(path, { html: await html(site), headers: headers?.(site) });
      const visitor = await newVisitor(kind, browser);
      visitors.push(visitor);
      const modal = await Modal.of(visitor);
      await visitor.page.goto(host.at() + path);
      return { site, visitor, page: visitor.page, modal, url: host.at() + path };
    },
  };
}
