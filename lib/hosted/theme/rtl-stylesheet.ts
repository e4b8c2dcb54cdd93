import { squeeze } from "./squeeze";

/** What pages that run from right to left add to the style sheet of all. */
export const RTL_STYLESHEET = squeeze(`
h1 { letter-spacing: 0 }
label, .label { font-weight: 600 }
:is(footer p, .mark) > svg { scale: -1 1 }
:is([type=email], #code) { direction: ltr; text-align: right }
`);
