import { squeeze } from "./squeeze";

/** What each page of second factors adds to the style sheet of all. A QR code is black on white whatever the page looks like. */
export const FACTOR_STYLES = {
  question: squeeze(`
.plain { justify-self: center; margin: -.5rem 0 -.8125rem; padding: .8125rem; border: 0; background: none; color: inherit; font: inherit; font-size: .9375rem; text-decoration: underline; text-underline-offset: .2em; text-decoration-color: var(--edge); cursor: pointer }
.plain + .plain { margin-top: -1.25rem }
.plain:hover { text-decoration-color: currentColor }
.check { display: flex; align-items: center; gap: .625rem; min-height: 2.75rem; font-weight: 400; cursor: pointer }
[type=checkbox] { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent) }
`),
  setUp: squeeze(`
.qr { width: 13rem; margin: .5rem auto; border-radius: var(--round); background: #fff; stroke: #000; stroke-width: 1; stroke-linecap: butt }
.key { padding: .75rem .875rem; border: 1px solid var(--line); border-radius: var(--round); background: var(--page); font: 1rem/1.75 ui-monospace, monospace; text-align: center; text-wrap: balance; user-select: all }
`),
  codes: squeeze(`
.codes { padding: .75rem .875rem; border: 1px solid var(--line); border-radius: var(--round); background: var(--page); font: 1rem/1.75 ui-monospace, monospace; text-align: center; text-wrap: balance; user-select: all }
.codes { display: grid; grid-template-columns: 1fr 1fr; margin: 0; list-style: none }
.lead + .field { margin-top: 1.75rem }
.row { display: flex; gap: .5rem }
.copy { padding: 0 1rem; white-space: nowrap; border: 1px solid var(--edge); border-radius: var(--round); background: none; color: inherit; font: inherit; cursor: pointer }
.tools > * { flex: 1; min-height: 2.75rem; padding: .5rem; font-size: .9375rem; text-align: center; text-decoration: none; line-height: 1.625rem }
@media (scripting: none) { .tools button { display: none } }
@media print { .button, .tools, footer { display: none } main { box-shadow: none } }
`),
};
