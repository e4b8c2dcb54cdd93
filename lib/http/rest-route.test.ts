import { expect, test } from "vitest";
import { z } from "zod";
import { json, restRoute } from "./rest-route";

test("an answer that is not what the route says of itself does not compile", () => {
  const told = { operation: "probe", summary: "Probe", credential: "none", refusals: [] } as const;
  const responses = { 201: z.strictObject({ name: z.string() }) };
  restRoute({ ...told, responses, handle: async () => json({ name: "x" }, 201) });
  // @ts-expect-error: another status
  restRoute({ ...told, responses, handle: async () => json({ name: "x" }) });
  // @ts-expect-error: another type
  restRoute({ ...told, responses, handle: async () => json({ name: 1 }, 201) });
  // @ts-expect-error: a key is missing
  restRoute({ ...told, responses, handle: async () => json({}, 201) });
  // @ts-expect-error: no scope, where a token is needed
  restRoute({ ...told, credential: "api_token", responses, handle: async () => json({ name: "x" }, 201) });
  const { contract } = restRoute({ ...told, responses, refusals: [404], handle: async () => json({ name: "x" }, 201) });
  expect(contract.statuses).toEqual([201, 404]);
});
