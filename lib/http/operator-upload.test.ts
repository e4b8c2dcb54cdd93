import { expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeOperator } from "@/lib/testing/make-operator";
import { changingNothing } from "@/lib/testing/unchanged";
import { createSite } from "../core/sites/create-site";
import { sessionCookie } from "./operator-session";

const OURS = { origin: "http://signin.localhost" };

test("a file goes in from a page of ours and for a session only", async () => {
  const [mine, theirs] = [await makeOperator(), await makeOperator()];
  const site = await createSite(mine.operator, { name: "Acme" });
  const cookie = async ({ session }: typeof mine) => ({ cookie: (await sessionCookie(session)).split(";", 1)[0] ?? "" });
  const send = (headers: Record<string, string>, body = "email\njane@example.com\n", path = "") =>
    answer(call("POST", `/dashboard/sites/${site.id}/imports${path}`, { body, headers }));
  const refused = (message: string) => ({ status: 200, body: { kind: "refused", message, fields: {} } });

  await changingNothing(async () => {
    const foreign = "This form was sent from another site";
    expect(await send(await cookie(mine))).toEqual(refused(foreign));
    expect(await send({ ...(await cookie(mine)), origin: "https://evil.example" })).toEqual(refused(foreign));
    expect(await send(OURS)).toEqual(refused("You are signed out. Sign in again in another tab, then repeat this."));
    expect(await send({ ...OURS, ...(await cookie(theirs)) })).toEqual(refused("Record not found"));
    expect(await send({ ...OURS, ...(await cookie(mine)) }, "name\nJane\n")).toMatchObject({
      body: { kind: "refused", fields: { file: "File has no column for the email. Its columns are: name" } },
    });
  });
  const looked = await send({ ...OURS, ...(await cookie(mine)) }, "email\njane@example.com\n", "/look");
  expect(looked).toMatchObject({ status: 200, body: { kind: "done", format: "csv" } });
  const begun = await send({ ...OURS, ...(await cookie(mine)) });
  expect(begun).toEqual({ status: 200, body: { kind: "done", id: expect.stringMatching(/^\d+$/) } });
});
