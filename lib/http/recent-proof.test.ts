import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeOperator, olderProof, signedIn } from "@/lib/testing/make-operator";
import { unique } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";
import { createSite } from "../core/sites/create-site";
import { runOperatorAction } from "./operator-action";
import { sessionCookie } from "./operator-session";

const OURS = new Request("http://signin.localhost", { headers: { host: "signin.localhost", origin: "http://signin.localhost" } });

test("an action that wants a recent proof is not done without one, and says so; the others are", async () => {
  const { session } = await makeOperator();
  const [fresh, old] = [await signedIn(session), await signedIn(olderProof(session))];
  const done: string[] = [];
  const act = (operator: typeof fresh, options = {}) =>
    runOperatorAction(
      OURS,
      operator,
      async () => {
        done.push("done");
        return {};
      },
      options,
    );
  expect(await act(old, { recent: true })).toEqual({ kind: "refused", message: "Prove once more that it is you", fields: {}, prove: true });
  expect(done).toEqual([]);
  expect([await act(fresh, { recent: true }), await act(old), await act(fresh)]).toEqual(Array(3).fill({ kind: "done" }));
});

test("files of users, of exports and of the audit log lead to the page that asks, and back", async () => {
  const { operator, session } = await makeOperator();
  const site = await createSite(operator, { name: "Acme", slug: unique("acme") });
  const fetched = async (path: string, of: typeof session) => {
    const cookie = (await sessionCookie(of)).split(";", 1)[0] ?? "";
    const response = await call("GET", path, { headers: { cookie } });
    const { status, headers } = response;
    await response.text();
    return [status, headers.get("location")];
  };
  const users = `/dashboard/sites/${site.id}/users.csv?search=jane`;
  await changingNothing(async () => {
    for (const path of [users, "/dashboard/exports/1", "/dashboard/audit.csv", `/dashboard/audit.ndjson?site=${site.id}`])
      expect(await fetched(path, olderProof(session))).toEqual([303, `/dashboard/prove?${new URLSearchParams({ to: path })}`]);
  });
  expect(await fetched(users, session)).toEqual([200, null]);
  expect(await fetched("/dashboard/exports/1", session)).toEqual([404, null]);
  expect(await fetched("/dashboard/audit.csv", session)).toEqual([200, null]);
});
