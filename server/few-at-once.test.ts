import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { fewAtOnce } from "./few-at-once";

const here = { destroyed: false };

describe("of many requests that come in one turn of the event loop", () => {
  test("eight are begun, and eight more in each that follows, in their order", async () => {
    const begun: number[] = [];
    const ask = fewAtOnce<number, typeof here>((number) => begun.push(number));
    for (let number = 1; number <= 20; number++) ask(number, here);
    const counts = [begun.length];
    for (let turn = 1; turn <= 3; turn++) {
      await nextTurn();
      // Who comes while others wait stands behind them.
      if (turn === 1) ask(21, here);
      counts.push(begun.length);
    }
    expect(counts).toEqual([8, 16, 21, 21]);
    expect(begun).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
    await nextTurn();
    ask(22, here);
    expect(begun.at(-1)).toBe(22);
  });

  test("that of somebody who has left is not begun, and takes nobody's place", async () => {
    const begun: number[] = [];
    const ask = fewAtOnce<number, { destroyed: boolean }>((number) => begun.push(number));
    for (let number = 1; number <= 8; number++) ask(number, here);
    ask(9, { destroyed: true });
    for (let number = 10; number <= 17; number++) ask(number, here);
    await nextTurn();
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17]);
  });
});

describe("while eighty who are connected ask without a pause", () => {
  test("thirty newcomers are let in after a few requests each", async () => {
    expect(await servedBefore(30, fewAtOnce)).toBeLessThan(30 * 10);
  });

  test("beginning all at once keeps them waiting for many more, so this test can fail", async () => {
    expect(await servedBefore(30, (begin) => begin)).toBeGreaterThan(30 * 20);
  });
});

/** How many requests are answered to those who are connected before the last of the newcomers is let in. */
async function servedBefore(newcomers: number, inTurns: (begin: RequestListener) => RequestListener): Promise<number> {
  let served = 0;
  let connected = 0;
  const server = createServer(
    inTurns((_, response) => {
      served += 1;
      response.end("ok");
    }),
  );
  server.on("connection", () => {
    connected += 1;
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const socketsOf = (count: number) => Array.from({ length: count }, () => connect(port, "127.0.0.1").on("error", () => undefined));
  const until = async (count: number) => {
    while (connected < count) await nextTurn();
  };
  const busy = socketsOf(80);
  await until(busy.length);
  const ask = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
  for (const socket of busy) {
    socket.on("data", () => socket.write(ask));
    socket.write(ask);
  }
  while (served < 2 * busy.length) await nextTurn();
  const before = served;
  const late = socketsOf(newcomers);
  await until(busy.length + newcomers);
  const between = served - before;
  for (const socket of [...busy, ...late]) socket.destroy();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  return between;
}
