import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { startTurns, takeTurn } from "./turns";

test("one is in at a time, in the order in which they came; one that dies makes room, and so does one that waits no longer", async () => {
  const turns = await startTurns();
  const order: string[] = [];
  const first = await takeTurn(turns.port);
  const dies = connect(turns.port, "127.0.0.1");
  await once(dies, "connect");
  const gives = connect(turns.port, "127.0.0.1");
  await once(gives, "connect");
  const last = takeTurn(turns.port).then((leave) => {
    order.push("last");
    return leave;
  });
  gives.destroy();
  order.push("first leaves");
  await Promise.all([first(), once(dies, "data")]);
  order.push("second dies");
  dies.destroy();
  await (await last)();
  expect(order).toEqual(["first leaves", "second dies", "last"]);
  await turns.stop();
});
