import { expect, test } from "vitest";
import { loadFaults, mailFaults, type Outage, outageFaults, sprayFaults, type Write, writeFaults } from "./verdicts";

const LATER = { status: 503, later: true };

test("an outage that ends the process, lies about itself, leaves somebody without an answer or lasts is seen", () => {
  const well: Outage = { live: new Set([200]), ready: new Set([503]), others: [LATER, LATER], isSameProcess: true, backMs: 900 };
  expect(outageFaults(well)).toEqual([]);
  const amiss: Outage = {
    live: new Set([200, 500]),
    ready: new Set([503, 200]),
    others: [
      LATER,
      { status: 503, later: false },
      { status: 500, later: false },
      { status: 500, later: false },
      { status: 200, later: true },
    ],
    isSameProcess: false,
    backMs: 5_001,
  };
  expect(outageFaults(amiss)).toEqual([
    "it was 500 when asked whether it lives",
    "it was 200 when asked whether it is ready",
    "somebody was answered 503 without a time to come back",
    "somebody was answered 500 without a time to come back",
    "somebody was answered 200 with a time to come back",
    "the process is another one",
    "signing in took 5001 ms to come back",
  ]);
  expect(outageFaults({ ...well, others: [] })).toEqual(["nobody looked"]);
});

test("a mail that comes twice or is another one the second time is seen", () => {
  const once = { to: "once", times: 1, bodies: new Set(["a"]) };
  expect(mailFaults([once])).toEqual([]);
  expect(
    mailFaults([once, { to: "twice", times: 2, bodies: new Set(["a"]) }, { to: "both", times: 2, bodies: new Set(["a", "b"]) }]),
  ).toEqual(["a mail to twice came 2 times", "a mail to both came 2 times", "a mail to both came with 2 bodies"]);
});

test("a full disk that loses what it took, keeps what it refused, or refuses otherwise is seen", () => {
  const [first, wrote] = [{ kept: "first" }, { kept: "more" }];
  const found = (what: object) => ({ status: 200, found: what });
  const taken: Write = { wrote, answered: { status: 200, later: false }, read: found({ kept: "more" }) };
  const putOff: Write = { wrote, answered: LATER, read: found({ kept: "first" }) };
  expect(writeFaults(first, [putOff, taken])).toEqual([]);
  expect(writeFaults(first, [taken, putOff])).toEqual(["the read after write 1 found something else than was written last"]);
  expect(writeFaults(first, [{ ...putOff, answered: { status: 500, later: false } }])).toEqual([
    "write 0 was answered 500 without a time to come back",
  ]);
  expect(writeFaults(first, [{ ...putOff, read: found(wrote) }])).toEqual([
    "the read after write 0 found something else than was written last",
  ]);
  expect(writeFaults(first, [{ ...taken, read: { status: 503, found: wrote } }])).toEqual(["the read after write 0 was answered 503"]);
});

test("an attack that gets more guesses than it may, is answered otherwise, or makes the process grow is seen", () => {
  const spray = { guesses: 60, mostCompared: 28, refusal: 429 };
  const tally = (...counts: [number, number][]) => new Map(counts);
  expect(sprayFaults({ ...spray, tally: tally([401, 28], [429, 32]) })).toEqual([]);
  expect(sprayFaults({ ...spray, tally: tally([401, 29], [429, 31]) })).toEqual(["29 passwords were compared, where 28 may be"]);
  expect(sprayFaults({ ...spray, tally: tally([401, 20], [429, 38], [303, 1], [500, 1]) })).toEqual([
    "2 of 60 guesses were answered otherwise",
  ]);
  expect(loadFaults({ statuses: new Set([0, 200, 413, 503]), peakMb: 400 })).toEqual([]);
  expect(loadFaults({ statuses: new Set([200, 500]), peakMb: 512 })).toEqual(["something was answered 500", "it took 512 MB"]);
  expect(loadFaults({ statuses: new Set(), peakMb: 1 })).toEqual(["nobody asked anything"]);
});
