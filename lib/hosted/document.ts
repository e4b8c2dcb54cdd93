import { createHash } from "node:crypto";
import type { Texts } from "@/lib/texts";
import { FORM_SCRIPT } from "./script/form-script";
import { FRAME_SCRIPT } from "./script/frame-script";
import { ACCOUNT_STYLESHEET } from "./theme/account-stylesheet";
import { STYLESHEET } from "./theme/stylesheet";
import { TOKENS } from "./theme/tokens";

/** A text that stands in the page itself, and the source expression that lets it run. */
const inline = (open: string, text: string, close: string) => ({
  html: open + text + close,
  hashes: text ? [`'sha256-${createHash("sha256").update(text).digest("base64")}'`] : [],
});

export const STYLE = inline("<style>", STYLESHEET, "</style>");
/** What stands beside it on some pages. */
export const MORE_STYLES = { account: inline("<style>", ACCOUNT_STYLESHEET, "</style>"), none: inline("", "", "") };
export const SCRIPTS = {
  form: inline('<script type="module">', FORM_SCRIPT, "</script>"),
  frame: inline('<script type="module">', FRAME_SCRIPT, "</script>"),
  none: inline("", "", ""),
};

const AFTER_TITLE =
  "</title>" +
  '<meta name="viewport" content="width=device-width,initial-scale=1">' +
  '<meta name="robots" content="noindex">' +
  '<meta name="color-scheme" content="light dark">' +
  `<meta name="theme-color" media="(prefers-color-scheme:light)" content="${TOKENS.light.page}">` +
  `<meta name="theme-color" media="(prefers-color-scheme:dark)" content="${TOKENS.dark.page}">` +
  STYLE.html;

type Contents = {
  /** Text. */
  readonly title: string;
  /** Markup. */
  readonly body: string;
  readonly style: keyof typeof MORE_STYLES;
  readonly scripts: readonly (keyof typeof SCRIPTS)[];
  /** What the frame script has to say; null: nothing. */
  readonly told: object | null;
};

/** A whole document around a body, in a language and its direction. */
export function documentOf({ language, dir }: Texts, { title, body, style, scripts, told }: Contents): string {
  const meta = told ? `<meta name="signin-fast" content="${escapeText(JSON.stringify(told))}">` : "";
  const script = scripts.map((name) => SCRIPTS[name].html).join("");
  const head = `<!doctype html><html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><title>`;
  return `${head}${escapeText(title)}${AFTER_TITLE}${MORE_STYLES[style].html}${meta}</head><body>${body}${script}</body></html>`;
}

const escapeText = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
