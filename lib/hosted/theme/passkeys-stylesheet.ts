import { squeeze } from "./squeeze";

/** What the pages of somebody's passkeys add to the style sheet of all. */
export const PASSKEYS_STYLE = squeeze(`
.danger { border-color: var(--bad); color: var(--bad) }
.list { display: grid; margin: 1.5rem 0 0; padding: 0; list-style: none }
.list li { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .75rem 0; border-top: 1px solid var(--line) }
.list a { display: inline-block; padding-block: .75rem; font-size: .9375rem }
@media not (scripting: none) { .unscripted { display: none } }
`);
