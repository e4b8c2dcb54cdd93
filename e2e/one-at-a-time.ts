import { afterAll, beforeAll, inject } from "vitest";
import { takeTurn } from "./turns";

/** Of the files that look at the browser one is worked through at a time: half a second late, the keyboard is somewhere else. */
let leave: (() => Promise<void>) | undefined;

beforeAll(async () => {
  leave = await takeTurn(inject("turns"));
}, 3_600_000);
afterAll(() => leave?.());
