import { expect, test } from "vitest";
import { connections } from "./client";
import { serverFacts } from "./server-facts";

test("connections are counted, also by a role that is told little of the sessions of others", async () => {
  const { system } = connections();
  const held = await Promise.all([system.connect(), system.connect()]);
  for (const client of held) client.release();
  const { role, connections: open, maxConnections } = await serverFacts();
  expect(role).toBe("signin_system");
  expect(open).toBeGreaterThanOrEqual(2);
  expect(open).toBeLessThan(maxConnections);
});
