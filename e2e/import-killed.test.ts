import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { api, makeSite, type Site } from "./api";
import { cli, startCli } from "./server";

/** Twelve batches: there are eleven moments to be killed between two of them. */
const ROWS = 6_000;
const PASSWORD = "the password from before";

type Counts = { new: number; update: number; skip: number; refuse: number };
type Imported = { import_id: number; status: string; counts: Counts; problem: string | null };
type Progress = { id: number; status: string; counts: Counts; progress: { rows_done: number } };
type User = { id: number; email: string; name: string | null; external_id: string | null; private_metadata: object };
type Page = { site_users: User[]; pagination: { next_cursor: string | null } };

const place = { dataDir: inject("dataDir"), baseUrl: inject("baseUrl") };
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "signin-import-"));
  file = join(folder, "users.csv");
  const digest = await hash(PASSWORD, 5);
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const row = index + 1;
    if (row === ROWS) return `last,user1@example.com,Again,${digest},pro`;
    return `crm-${row},${row % 1_000 === 0 ? "nobody" : `user${row}@example.com`},"Doe, ${row}",${digest},${row % 3 ? "pro" : "free"}`;
  });
  await writeFile(file, ["external_id,email,name,password_hash,plan", ...lines].join("\n"));
});
afterAll(() => rm(folder, { recursive: true }));

const command = ({ slug }: Site) => ["import", "--site", slug, "--file", file];

/** Kills an import as soon as it says that some rows are done. */
async function killedImport(site: Site): Promise<void> {
  const importing = startCli(place, ...command(site));
  importing.child.stderr?.on("data", (said) => {
    if (/\d rows/.test(String(said))) importing.child.kill("SIGKILL");
  });
  await expect(importing).rejects.toMatchObject({ signal: "SIGKILL" });
}

/** Everybody of a site, as a program would read them: by cursor, to the end. */
async function usersOf(site: Site): Promise<User[]> {
  const users: User[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page = await api("GET", `/api/site_users?site_id=${site.id}&per_page=100${cursor && `&cursor=${cursor}`}`);
    users.push(...page.site_users);
    cursor = page.pagination.next_cursor;
  }
  return users;
}

/** What an import comes to, without what differs from site to site. */
const comparable = (users: User[]) =>
  users
    .map(({ email, name, external_id, private_metadata }) => ({ email, name, external_id, private_metadata }))
    .toSorted((one, other) => (one.email < other.email ? -1 : 1));

async function signsIn(site: Site, email: string): Promise<boolean> {
  const body = new URLSearchParams({ email, password: PASSWORD });
  const answer = await fetch(`${place.baseUrl}/${site.slug}/login`, { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "about:blank").searchParams.has("token");
}

test("an import that is killed in the middle and run again comes to what it would have come to", async () => {
  const success = { success_uri: `${place.baseUrl}/robots.txt` };
  const [site, undisturbed] = [await makeSite(success), await makeSite(success)];
  const [all, refuse] = [ROWS - ROWS / 1_000, ROWS / 1_000];

  await killedImport(site);
  const again = await cli<Imported>(place, ...command(site));
  const calm = await cli<Imported>(place, ...command(undisturbed));
  expect(calm).toMatchObject({ status: "done", problem: null, counts: { new: all, update: 0, skip: 0, refuse } });
  const { skip } = again.counts;
  expect(again).toMatchObject({ status: "done", problem: null, counts: { new: all - skip, update: 0, skip, refuse } });

  const { imports } = await api<{ imports: Progress[] }>("GET", `/api/imports?site_id=${site.id}`);
  const killed = imports.find(({ id }) => id !== again.import_id);
  expect(killed).toMatchObject({ status: "running", counts: { new: skip, update: 0, skip: 0 } });
  expect([skip > 0, (killed?.progress.rows_done ?? 0) % 500, (killed?.progress.rows_done ?? ROWS) < ROWS]).toEqual([true, 0, true]);

  const users = comparable(await usersOf(site));
  expect([users.length, new Set(users.map(({ email }) => email)).size]).toEqual([all, all]);
  expect(users).toEqual(comparable(await usersOf(undisturbed)));
  for (const email of ["user1@example.com", `user${ROWS - 1}@example.com`])
    expect([email, await signsIn(site, email)]).toEqual([email, true]);
});
