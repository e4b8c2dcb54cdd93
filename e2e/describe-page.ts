import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { violationsInBoth } from "./axe";
import { isApart, newVisitor, type Visitor } from "./visitor";

export const LIMIT_BYTES = 14_000;

const ICON = "/favicon.ico";

/**
 * What the icon adds to a first visit. A browser asks for it by itself, when it likes: before the next page or never. So it is left out
 * of a journey, and added to each of its documents.
 */
async function iconBytes(): Promise<number> {
  const answer = await fetch(inject("baseUrl") + ICON);
  const headers = [...answer.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 20);
  return headers + (await answer.arrayBuffer()).byteLength;
}

/**
 * The bytes that each document of a journey brought over the wire, headers included, and whatever it loaded; told once all has come.
 * What a document still waits for when the next one takes its place never comes, and Chromium does not say so.
 */
export async function transfers({ page, context }: Visitor): Promise<() => Promise<number[]>> {
  const session = await context.newCDPSession(page);
  const documents: number[] = [];
  const starts = new Set<string>();
  const coming = new Map<string, string>();
  const apart = new Set<string>();
  session.on("Network.requestWillBeSent", ({ requestId, type, loaderId, request }) => {
    if (isApart(request.url) || new URL(request.url).pathname === ICON) return apart.add(requestId);
    coming.set(requestId, loaderId);
    if (type === "Document" && requestId === loaderId) starts.add(requestId);
  });
  session.on("Network.loadingFailed", ({ requestId }) => coming.delete(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    coming.delete(requestId);
    if (apart.has(requestId)) return;
    if (starts.has(requestId)) documents.push(encodedDataLength);
    else documents.push((documents.pop() ?? 0) + encodedDataLength);
  });
  session.on("Page.frameNavigated", ({ frame }) => {
    if (frame.parentId) return;
    for (const [requestId, loaderId] of coming) if (loaderId !== frame.loaderId && !starts.has(requestId)) coming.delete(requestId);
  });
  await session.send("Network.enable");
  await session.send("Page.enable");
  return () =>
    vi.waitFor(() => {
      if (starts.size === 0 || coming.size > 0) throw new Error(`Still coming: ${starts.size === 0 ? "the page" : [...coming.keys()]}`);
      return documents;
    }, 5_000);
}

/** The gates that every page that visitors see has to pass, as `show` leaves it. */
export function describePage(name: string, show: (visitor: Visitor) => Promise<unknown>): void {
  describe(name, () => {
    let visitor: Visitor;
    let sizes: number[];
    let complaints: string[];

    beforeAll(async () => {
      visitor = await newVisitor();
      const documents = await transfers(visitor);
      await show(visitor);
      sizes = await documents();
      complaints = [...visitor.complaints];
    });
    afterAll(() => visitor.context.close());

    test("is at most 14 kB over the wire, icon included, loads nothing more, and violates nothing", async () => {
      const icon = await iconBytes();
      expect(sizes.length).toBeGreaterThan(0);
      for (const bytes of sizes) {
        expect(bytes).toBeGreaterThan(500);
        expect(bytes + icon).toBeLessThanOrEqual(LIMIT_BYTES);
      }
      expect(visitor.loaded).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test("axe finds nothing, light or dark", async () => {
      expect(await violationsInBoth(visitor.page)).toEqual([]);
    });

    test("fits a phone: nothing to scroll sideways at 320 pixels, and targets of 24 pixels and more", async () => {
      const { page } = visitor;
      await page.setViewportSize({ width: 320, height: 568 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      const small = await page
        .locator("button:visible, input:visible, main a:visible")
        .evaluateAll((controls) =>
          controls
            .filter((control) => getComputedStyle(control).display !== "inline" && control.getBoundingClientRect().height < 24)
            .map(({ outerHTML }) => outerHTML),
        );
      expect(small).toEqual([]);
    });
  });
}
