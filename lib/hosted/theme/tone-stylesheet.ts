import { squeeze } from "./squeeze";

/** The badge that says how it went, on the pages that say so. */
export const TONE_STYLESHEET = squeeze(`
.tone {
  position: absolute; inset-block-end: -.375rem; inset-inline-end: -.5rem; padding: .1875rem; border: 2px solid var(--card); border-radius: 50%;
  background: var(--good); color: var(--card)
}
.bad .tone { background: var(--bad) }
.tone svg { stroke-width: 3 }
`);
