import { describe, expect, test } from "vitest";
import { getSession } from "@/lib/core/sessions/get-session";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { answer, call } from "@/lib/testing/call-route";
import { makeSession, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { changingNothing } from "@/lib/testing/unchanged";

type Method = "GET" | "DELETE";
const ask = ({ apiToken }: Tenant, method: Method, id: unknown) => answer(call(method, `/api/sessions/${id}`, { token: apiToken }));

async function signedIn() {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  return { tenant, user, begun: await makeSession(tenant, user) };
}

async function refusesWhatIsNoId(method: Method): Promise<void> {
  const { tenant } = await signedIn();
  for (const id of ["0", "x", "1.5"]) expect(await ask(tenant, method, id)).toEqual(badRequest("ID must be a positive integer"));
}

const refusesNobody = async (method: Method) =>
  changingNothing(async () => expect(await answer(call(method, "/api/sessions/1"))).toEqual(unauthorized));

async function knowsNobodyElses(method: Method): Promise<void> {
  const [{ tenant }, { begun }] = [await signedIn(), await signedIn()];
  await changingNothing(async () => {
    for (const id of [begun.session.id, 1]) expect(await ask(tenant, method, id)).toEqual(notFound);
  });
}

describe("GET /api/sessions/:id", () => {
  describe("200", () => {
    test("the session, and nothing of its tokens", async () => {
      const { tenant, user, begun } = await signedIn();
      const { status, body } = await ask(tenant, "GET", begun.session.id);
      const told = { id: Number(begun.session.id), site_user_id: Number(user.id), dialect: "fastgen", state: "live", ended_at: null };
      expect({ status, body }).toMatchObject({ status: 200, body: { session: told } });
      expect(JSON.stringify(body)).not.toContain(begun.session.handle);
    });
  });
  describe("400", () => {
    test("what cannot be an id", () => refusesWhatIsNoId("GET"));
  });
  describe("401", () => {
    test("without a token", () => refusesNobody("GET"));
  });
  describe("404", () => {
    test("somebody else's and none are one answer", () => knowsNobodyElses("GET"));
  });
});

describe("DELETE /api/sessions/:id", () => {
  describe("200", () => {
    test("the session is over, its record stays, and saying it twice changes nothing", async () => {
      const { tenant, user, begun } = await signedIn();
      const kept = await makeSession(tenant, user);
      const ended = { status: 200, body: { message: "Session ended" } };
      expect(await ask(tenant, "DELETE", begun.session.id)).toEqual(ended);
      await changingNothing(async () => expect(await ask(tenant, "DELETE", begun.session.id)).toEqual(ended));
      expect((await ask(tenant, "GET", begun.session.id)).body).toMatchObject({
        session: { state: "ended", ended_at: expect.any(String) },
      });
      await expect(getSession(tenant.context, begun.access.text)).rejects.toMatchObject({ code: "session_ended" });
      const kind = { dialect: "fastgen", accessS: 60, refreshS: 600 };
      await expect(refreshSession(tenant.context, begun.refresh?.text ?? "", kind)).rejects.toMatchObject({ code: "session_ended" });
      await expect(getSession(tenant.context, kept.access.text)).resolves.toBeDefined();
    });
  });
  describe("400", () => {
    test("what cannot be an id", () => refusesWhatIsNoId("DELETE"));
  });
  describe("401", () => {
    test("without a token", () => refusesNobody("DELETE"));
  });
  describe("404", () => {
    test("somebody else's and none are one answer", () => knowsNobodyElses("DELETE"));
  });
});
