import { FONT_STACKS } from "./font-stacks";
import { squeeze } from "./squeeze";
import { TOKENS } from "./tokens";

const properties = (tokens: Readonly<Record<string, string>>) =>
  Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");

/**
 * The style sheet of every hosted page.
 *
 * Sizes are in rem, so they follow the reader's font size; directions are logical, so the page turns round for scripts that
 * run from right to left. Inputs are 16 px, or iOS zooms into them.
 */
export const STYLESHEET = squeeze(`
:root { color-scheme: light dark; --round: .625rem; --font: ${FONT_STACKS.system}; --lit: inset 0 1px #ffffff2e, 0 1px 3px #00000029; ${properties(TOKENS.light)} }
@media (prefers-color-scheme: dark) { :root { ${properties(TOKENS.dark)} } }
*, ::before, ::after { box-sizing: border-box }
[hidden] { display: none !important }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body {
  display: flex; flex-direction: column; gap: 1.5rem; min-height: 100vh; min-height: 100dvh; margin: 0; padding: 1.5rem 1rem;
  background: var(--back, var(--page)) radial-gradient(70rem 30rem at 50% -6rem, var(--glow), transparent) no-repeat; color: var(--ink);
  font: 1rem/1.5 var(--font);
  overflow-wrap: anywhere
}
body::before { content: ""; flex: 2 }
body::after { content: ""; flex: 3 }
main {
  width: 100%; max-width: 26rem; margin: 0 auto; padding: 2.5rem; border: 1px solid var(--line); border-radius: calc(var(--round)*2); background: var(--card);
  box-shadow: 0 1px 2px #0000000a, 0 16px 40px -16px #0000001f
}
h1 { margin: 1.5rem 0 0; font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -.02em; text-wrap: balance }
p { margin: 0; text-wrap: pretty }
:lang(ja) { word-break: auto-phrase }
.lead { margin-top: .5rem; color: var(--soft) }
b { color: var(--ink); font-weight: 600 }
a { color: var(--link, inherit); text-underline-offset: .2em; text-decoration-color: var(--edge) }
a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: calc(var(--round)*.4) }
svg { display: block; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }

.mark {
  position: relative; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border: 1px solid var(--rim, transparent); border-radius: calc(var(--round)*1.4);
  background: var(--accent); color: var(--on-accent); font-size: 1.25rem; line-height: 1; font-weight: 650;
  box-shadow: var(--lit)
}

form { display: grid; gap: 1.25rem; margin-top: 1.75rem }
.field, .box, .button { position: relative }
.field { display: grid; gap: .375rem }
label, .label { font-size: .875rem; font-weight: 550 }
label span { color: var(--soft); font-weight: 400 }
input {
  width: 100%; height: 3rem; padding: 0 .875rem; border: 1px solid var(--edge); border-radius: var(--round); background: transparent; color: inherit;
  font: inherit; font-size: max(1rem, 16px)
}
input:focus { outline: 2px solid var(--focus); outline-offset: -1px; border-radius: var(--round) }
[aria-invalid] { border-color: var(--bad) }
.box input { padding-inline-end: 3.25rem }
#code { font-size: 1.25rem; font-variant-numeric: tabular-nums; letter-spacing: .25em }
.eye {
  position: absolute; inset-block: .125rem; inset-inline-end: .125rem; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; padding: 0;
  border: 0; border-radius: calc(var(--round)*.8); background: none; color: var(--soft); cursor: pointer
}
.eye:hover { color: var(--ink) }
[aria-pressed=false] path + path, [aria-pressed=false] circle + path { display: none }
.caps { position: absolute; inset-block-start: 0; inset-inline-end: 0; color: var(--soft); font-size: .8125rem }
.hint, .error, .small { color: var(--soft); font-size: .875rem }
.error { color: var(--bad) }

.button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3rem; padding: .5rem 1.25rem; border: 1px solid var(--rim, transparent);
  border-radius: var(--round); background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer; box-shadow: var(--lit)
}
.button:hover { background: var(--hover, color-mix(in srgb, var(--accent) 88%, var(--card))) }
.button:focus-visible { border-radius: var(--round) }
.button:disabled { opacity: .6; cursor: progress }
.second, .second:hover { gap: .5rem; border-color: var(--edge); background: none; color: inherit; box-shadow: none }
.second:hover { border-color: currentColor }
.last {
  position: absolute; top: -1em; inset-inline-end: 1em; padding: 0 .6em; border: 1px solid var(--card); border-radius: 1rem;
  background: var(--ink); color: var(--card); font-size: .75rem
}
.ways { gap: .625rem }
.ways .second { margin: 0 }
.many { grid: auto / 1fr 1fr }
.many > :last-child:nth-child(odd) { grid-column: 1 / 3 }
form > .second { margin-top: -.5rem }
main > .button { margin-top: 1.75rem }

@media (scripting: none) { .scripted { display: none } }

.or { display: flex; align-items: center; gap: .75rem; margin-top: 1.25rem; color: var(--soft); font-size: .875rem }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line) }

.note { margin-top: 1.5rem; padding: .75rem 1rem; border: 1px solid transparent; border-radius: var(--round); font-size: .9375rem; background: var(--good-well); color: var(--good) }
.note.bad { background: var(--bad-well); color: var(--bad) }
.note a, footer a { color: inherit }
.note p + p { margin-top: .25rem; font-size: .8125rem }
.links { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1.5rem; margin: .5rem 0 -.8125rem; font-size: .9375rem }
.links a, footer a { display: inline-block; padding-block: .8125rem }
.small { margin-top: 1.25rem }
footer { order: 1; display: grid; justify-items: center; width: 100%; max-width: 26rem; margin: 0 auto; color: var(--on-page, var(--soft)); font-size: .8125rem; text-align: center }
footer p, footer form { display: flex; align-items: center; gap: .375rem; margin: 0 }
footer :is(select, button) { min-height: 2.75rem; padding: 0; border: 0; background: none; color: inherit; font: inherit }
footer form { position: relative }
footer button { position: absolute; inset-inline-start: 100% }
footer form:not(:focus-within) button { opacity: 0 }

@media (max-width: 30rem) {
  body { gap: 0; padding: 0; background: var(--card) }
  body::before { flex: none }
  main { padding: 2.5rem 1.5rem 0; border: 0; border-radius: 0; background: none; box-shadow: none }
  footer { padding: 1.5rem; color: var(--soft) }
}
@media (prefers-reduced-motion: no-preference) { input, .button, .eye, a { transition: color .12s, background-color .12s, border-color .12s, text-decoration-color .12s } }
`);
