import { dense } from "./dense";

/** What recovery codes gain where JavaScript runs: they can be copied and printed. */
export const CODES_SCRIPT = dense(`
  for (const b of all(".tools button")) {
    const { copy, done } = b.dataset;
    on(b, "click", () => copy ? navigator.clipboard.writeText(copy).then(() => b.textContent = done) : print());
  }
`);
