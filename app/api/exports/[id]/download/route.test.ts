import { describe, expect, test, vi } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { downloadPath, exported } from "@/lib/testing/exports";
import { makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";

describe("GET /api/exports/[id]/download", () => {
  describe("200", () => {
    test("lasts a quarter of an hour, and not a second longer", async () => {
      const tenant = await makeTenant();
      const done = await exported(tenant);
      const expires = Number(new URL(String(done.download_url)).searchParams.get("expires"));
      expect(expires - Math.floor(Date.now() / 1_000)).toBeLessThanOrEqual(900);
      vi.useFakeTimers({ toFake: ["Date"], now: expires * 1_000 });
      expect(await answer(call("GET", downloadPath(done)))).toEqual(notFound);
      vi.setSystemTime(expires * 1_000 - 1);
      expect((await call("GET", downloadPath(done))).status).toBe(200);
      vi.useRealTimers();
    });

    test("who goes away ends the reading", async () => {
      const done = await exported(await makeTenant());
      const reader = ((await call("GET", downloadPath(done))).body as ReadableStream<Uint8Array>).getReader();
      expect((await reader.read()).done).toBe(false);
      await reader.cancel();
      expect((await reader.read()).done).toBe(true);
    });
  });

  describe("400", () => {
    test("a link that lacks its parts", async () => {
      expect(await answer(call("GET", "/api/exports/1/download?expires=1"))).toMatchObject({ status: 400 });
      expect(await answer(call("GET", "/api/exports/1/download?expires=soon&signature=x"))).toEqual(badRequest("Expires must be a time"));
    });
  });

  describe("404", () => {
    test("a link that we did not sign, or for another export, or whose time is over", async () => {
      const tenant = await makeTenant();
      const [one, two] = [await exported(tenant), await exported(tenant)];
      const link = new URL(String(one.download_url));
      const changed = (change: (url: URL) => void) => {
        const url = new URL(link);
        change(url);
        return answer(call("GET", url.pathname + url.search));
      };
      const signature = link.searchParams.get("signature") ?? "";
      expect(await changed((url) => url.searchParams.set("signature", `${signature.slice(0, -4)}AAAA`))).toEqual(notFound);
      expect(await changed((url) => url.searchParams.set("signature", `${signature}=`))).toEqual(notFound);
      expect(await changed((url) => url.searchParams.set("expires", "999999999999"))).toEqual(notFound);
      expect(await changed((url) => (url.pathname = `/api/exports/${two.id}/download`))).toEqual(notFound);
    });

    test("once the site is deleted", async () => {
      const tenant = await makeTenant();
      const done = await exported(tenant);
      await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [tenant.site.id]);
      expect(await answer(call("GET", downloadPath(done)))).toEqual(notFound);
    });
  });
});
