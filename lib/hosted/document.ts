import type { Texts } from "@/lib/texts";
import { inline } from "./inline";
import { type ModuleId, modulePath } from "./modules";
import { CHALLENGE_SCRIPT } from "./script/challenge-script";
import { CODE_SCRIPT } from "./script/code-script";
import { CODES_SCRIPT } from "./script/codes-script";
import { FORM_SCRIPT } from "./script/form-script";
import { FRAME_SCRIPT } from "./script/frame-script";
import { OVERVIEW_STYLESHEET, SECTION_STYLESHEET } from "./theme/account-stylesheet";
import { FACTOR_STYLES } from "./theme/factor-stylesheet";
import { MAILED_STYLESHEET } from "./theme/mailed-stylesheet";
import { RTL_STYLESHEET } from "./theme/rtl-stylesheet";
import type { Theme } from "./theme/theme";
import { TONE_STYLESHEET } from "./theme/tone-stylesheet";

/** What some pages add to the style sheet of all. */
export const MORE_STYLE = {
  question: inline("<style>", FACTOR_STYLES.question, "</style>"),
  setUp: inline("<style>", FACTOR_STYLES.setUp, "</style>"),
  codes: inline("<style>", FACTOR_STYLES.codes + TONE_STYLESHEET, "</style>"),
  mailed: inline("<style>", MAILED_STYLESHEET, "</style>"),
  overview: inline("<style>", OVERVIEW_STYLESHEET, "</style>"),
  section: inline("<style>", SECTION_STYLESHEET, "</style>"),
  tone: inline("<style>", TONE_STYLESHEET, "</style>"),
  none: inline("", "", ""),
};
/** What the direction of a page adds. */
export const DIRECTION_STYLE = { ltr: inline("", "", ""), rtl: inline("<style>", RTL_STYLESHEET, "</style>") };
export const SCRIPTS = {
  form: inline('<script type="module">', FORM_SCRIPT, "</script>"),
  codes: inline('<script type="module">', `${FORM_SCRIPT}\n${CODES_SCRIPT}`, "</script>"),
  code: inline('<script type="module">', CODE_SCRIPT, "</script>"),
  challenge: inline('<script type="module">', CHALLENGE_SCRIPT, "</script>"),
  frame: inline('<script type="module">', FRAME_SCRIPT, "</script>"),
  none: inline("", "", ""),
};

/** The card stands in the middle of what is there: on a slow line it would move with each part that comes. So it is drawn once all is there. */
const DRAWN_AT_ONCE = '<link rel="expect" href="#end" blocking="render">';

const AFTER_TITLE =
  "</title>" +
  '<meta name="viewport" content="width=device-width,initial-scale=1">' +
  '<meta name="robots" content="noindex">' +
  DRAWN_AT_ONCE;

type Contents = {
  /** Text. */
  readonly title: string;
  /** The address of the picture for the browser's tab; null: the product's. */
  readonly icon: string | null;
  readonly theme: Theme;
  /** Markup. */
  readonly body: string;
  readonly scripts: readonly (keyof typeof SCRIPTS)[];
  readonly modules: readonly ModuleId[];
  readonly style: keyof typeof MORE_STYLE;
  /** What the frame script has to say; null: nothing. */
  readonly told: object | null;
};

/** A whole document around a body, in a language and its direction. */
export function documentOf({ language, dir }: Texts, { title, icon, theme, body, scripts, modules, style, told }: Contents): string {
  const meta = told ? `<meta name="signin-fast" content="${escapeText(JSON.stringify(told))}">` : "";
  const script = scripts.map((name) => SCRIPTS[name].html).join("");
  const more = modules.map((id) => `<script type="module" src="${modulePath(id)}"></script>`).join("");
  const link = icon === null ? "" : `<link rel="icon" href="${escapeText(icon)}">`;
  const head = `<!doctype html><html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><title>`;
  return `${head}${escapeText(title)}${AFTER_TITLE}${link}${theme.head}${MORE_STYLE[style].html}${DIRECTION_STYLE[dir].html}${meta}</head><body>${body}${script}${more}<i id="end" hidden></i></body></html>`;
}

const escapeText = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
