import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unique } from "../api";
import { asker } from "../instances/journey";
import { type RunningServer, startServer } from "../server";
import { type Write, writeFaults } from "./verdicts";

/** A small disk of its own, in memory. Only who may mount one runs this: root, on Linux. */
const folder = mkdtempSync(join(tmpdir(), "signin-disk-"));
const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256m,mode=755", "tmpfs", folder]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!isMounted)("a disk that is full", () => {
  // a small disk is mounted for it, which not everybody may
  const PASSWORD = "correct horse battery";
  let server: RunningServer;
  let bearer: { authorization: string };
  let site: { id: number; slug: string };
  beforeAll(async () => {
    const dataDir = join(folder, "data");
    server = await startServer({ DATA_DIR: dataDir, LOG_LEVEL: "warn" });
    const words = ["account", "create", "--email", "owner@example.com", "--password", "a long operator password"];
    bearer = { authorization: `Bearer ${(await server.cli<{ api_token: string }>(...words)).api_token}` };
    const made = await at()("POST", "/api/sites", {
      json: { site: { name: "Acme", slug: unique("acme"), success_uri: "https://acme.example/callback" } },
      headers: bearer,
    });
    site = ((await made.json()) as { site: typeof site }).site;
  });
  afterAll(() => server.stop());

  const at = () => asker(server);
  const postmaster = () => readFileSync(join(server.dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0];
  /** A kilobyte times so many that no database makes smaller. */
  const bulk = (kilobytes: number) => randomBytes(kilobytes * 768).toString("base64");

  /** Fills the disk to its last byte; the answer empties it again. */
  function fill(): () => void {
    const file = join(folder, "filler");
    for (let size = 4 << 20; size >= 512; ) {
      try {
        appendFileSync(file, Buffer.alloc(size));
      } catch {
        size >>= 1;
      }
    }
    return () => rmSync(file);
  }

  test("refuses what is written with a time to come back, lets everybody read, and loses nothing; with room again all goes on by itself", async () => {
    const email = `${unique("jane")}@example.com`;
    const made = await at()("POST", "/api/site_users", {
      json: { site_id: site.id, site_user: { email, password: PASSWORD, private_metadata: { kept: bulk(1) } } },
      headers: bearer,
    });
    const { site_user: user } = (await made.json()) as { site_user: { id: number; private_metadata: object } };
    const read = async () => {
      const answer = await at()("GET", `/api/site_users/${user.id}`, { headers: bearer });
      const { site_user: found } = (await answer.json()) as { site_user?: typeof user };
      return { status: answer.status, found: found?.private_metadata ?? {} };
    };
    const write = async (kept: string) => {
      const json = { site_user: { private_metadata: { kept } } };
      const { status, headers } = await at()("PATCH", `/api/site_users/${user.id}`, { json, headers: bearer });
      return { status, later: headers.has("retry-after") };
    };
    const database = postmaster();
    const empty = fill();
    const writes: Write[] = [];
    const refused = () => writes.filter(({ answered }) => answered.status !== 200).length;
    while (refused() < 5 && writes.length < 200) {
      const kept = bulk(12);
      writes.push({ wrote: { kept }, answered: await write(kept), read: await read() });
    }
    expect(writeFaults(user.private_metadata, writes)).toEqual([]);
    expect(refused()).toBe(5);
    const file = `email,name\n${Array.from({ length: 4_000 }, (_, row) => `${row}@example.com,${bulk(1).slice(0, 60)}`).join("\n")}\n`;
    const upload = await fetch(`${server.baseUrl}/api/imports?site_id=${site.id}`, {
      method: "POST",
      headers: { ...bearer, "content-type": "text/csv" },
      body: file,
    });
    expect({ status: upload.status, later: upload.headers.has("retry-after") }).toEqual({ status: 503, later: true });
    expect((await at()("GET", `/${site.slug}/login`)).status).toBe(200);
    expect((await at()("GET", "/api/health/ready")).status).toBe(200);
    empty();
    expect(await write("at last")).toEqual({ status: 200, later: false });
    expect(await read()).toEqual({ status: 200, found: { kept: "at last" } });
    expect((await at()("POST", `/${site.slug}/login`, { form: { email, password: PASSWORD } })).status).toBe(303);
    expect(postmaster()).toBe(database);
  });
});
