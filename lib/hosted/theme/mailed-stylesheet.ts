import { squeeze } from "./squeeze";

/** What the pages of a mailed code and its link add to the style sheet of all. */
export const MAILED_STYLESHEET = squeeze(`
.plain { padding: .8125rem 0; border: 0; background: none; color: inherit; font: inherit; text-decoration: underline; text-decoration-color: var(--edge); text-underline-offset: .2em; cursor: pointer }
.plain:disabled { color: var(--soft); text-decoration: none; cursor: default }
form > .links { margin-top: -.75rem }
.facts { display: grid; gap: .25rem; margin: 1.25rem 0 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: var(--round); list-style: none; font-size: .9375rem }
`);
