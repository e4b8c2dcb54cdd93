import { squeeze } from "./squeeze";

const PLAIN = `
.plain {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .375rem 1rem; border: 1px solid var(--edge);
  border-radius: var(--round); background: none; color: inherit; font: inherit; font-size: .9375rem; font-weight: 550; text-decoration: none; cursor: pointer
}
.plain:hover { background: color-mix(in srgb, var(--ink) 5%, transparent) }
`;

/** What the overview of somebody's own account has beside the style sheet of every page. */
export const OVERVIEW_STYLESHEET = squeeze(`
${PLAIN}
main { max-width: 40rem; padding: 0; border: 0; background: none; box-shadow: none }
header { display: flex; align-items: center; gap: 1rem; padding-inline: .25rem }
h1, .lead { margin: 0 }
.mark { flex: none }
nav { margin-top: 1.75rem; border: 1px solid var(--line); border-radius: 1.25rem; background: var(--card); overflow: hidden; box-shadow: 0 16px 40px -16px #0000001f }
nav a { display: flex; align-items: center; gap: 1rem; min-height: 4.5rem; padding: .875rem 1.25rem; text-decoration: none }
nav a + a { border-top: 1px solid var(--line) }
nav a:hover { background: color-mix(in srgb, var(--ink) 4%, transparent) }
nav a:focus-visible { outline-offset: -3px; border-radius: 1.25rem }
nav svg { flex: none; color: var(--soft) }
nav svg:last-child { margin-inline-start: auto }
[dir=rtl] nav svg:last-child { transform: scaleX(-1) }
nav a > span { display: grid; min-width: 0 }
span > span { color: var(--soft); font-size: .9375rem }
.grave b, .grave svg:first-child { color: var(--bad) }
main > .plain { margin: 1.25rem .25rem 0 }
@media (max-width: 30rem) {
  main { padding: 1.5rem 0 0 }
  header { padding-inline: 1.5rem }
  main > .plain { margin-inline: 1.5rem }
  nav { border-inline: 0; border-radius: 0; box-shadow: none }
  nav a { padding-inline: 1.5rem }
}
`);

/** What a section's page has. */
export const SECTION_STYLESHEET = squeeze(`
${PLAIN}
main { max-width: 40rem }
[dir=rtl] .back svg { transform: scaleX(-1) }
.back { display: inline-flex; align-items: center; gap: .375rem; min-height: 2.75rem; margin-block: -.75rem .25rem; color: var(--soft); font-size: .9375rem; text-decoration: none }
.back:hover { color: var(--ink) }
.back + h1 { margin-top: .5rem }
h2 { margin: 2.5rem 0 0; font-size: 1rem }
form + form { justify-items: start; margin-top: .75rem }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr)); gap: 1.25rem }
select {
  width: 100%; height: 3rem; padding: 0 .875rem; border: 0 solid #0000; border-inline-end-width: .75rem; border-radius: var(--round); outline: 1px solid var(--edge); outline-offset: -1px; background: var(--card); color: inherit;
  font: inherit; font-size: max(1rem, 16px)
}
dl, .list, .points { margin: 1rem 0 0; padding: 0 }
dl > div, .list > li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; align-items: center; padding-block: .875rem; border-top: 1px solid var(--line) }
.list > li { row-gap: .625rem }
.list > li > div { flex: 1 12rem }
.list > li > svg { flex: none }
.list form { margin: 0 }
.list svg ~ form { margin-inline-start: 2.25rem }
.shown { margin-top: .75rem }
dt { color: var(--soft) }
dd { margin: 0 }
.points { padding-inline-start: 1.25rem; display: grid; gap: .5rem }
.badge { padding: .0625rem .5rem; border-radius: 1rem; background: var(--good-well); color: var(--good); font-size: .8125rem; font-weight: 550; white-space: nowrap }
.button.grave { background: var(--bad); color: var(--card) }
@media not (scripting: none) { .unscripted { display: none } }
`);
