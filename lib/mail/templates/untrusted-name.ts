const NON_JOINER = "\u200c";
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const MORE_THAN_A_NAME = /[/\\:@＠]|www\./iu;

/**
 * A name that a stranger chose, fit for a subject: one line of at most 60 characters, or empty where nothing readable is left.
 *
 * A plain `Example.com` stays as it is: no inbox links its subjects, a good many sites are called so, and filters dislike
 * invisible characters there. What goes beyond that (a scheme, a path, `www.`, an address) is treated as in the body.
 */
export function subjectName(name: string): string {
  const line = oneLine(name);
  return MORE_THAN_A_NAME.test(line) ? unlinked(line) : line;
}

/**
 * A name that a stranger chose, fit for the body of a mail: one line of at most 60 characters that no mail program links.
 *
 * A name written from right to left is isolated, so it does not reorder the sentence around it.
 */
export function bodyName(name: string): string {
  const quiet = unlinked(oneLine(name));
  return RIGHT_TO_LEFT.test(quiet) ? `\u2068${quiet}\u2069` : quiet;
}

/** A text that a customer wrote, fit for a subject. */
export const subjectText = (text: string): string => (MORE_THAN_A_NAME.test(text) ? unlinkedText(visible(text)) : visible(text));

/** A text that a customer wrote, fit for the body of a mail: no mail program links any of it. */
export const bodyText = (text: string): string => unlinkedText(visible(text));

/**
 * SECURITY: control characters, line and paragraph separators, lone surrogates and invisible format characters (bidi
 * overrides, tags, zero-width spaces) go, so a name can neither add a header nor reverse or hide the words around it. The two
 * joiners stay, for Persian and for emoji.
 */
function oneLine(name: string): string {
  const line = visible(name.slice(0, 1000)).trim();
  const characters = [...line];
  const short = characters.length > 60 ? `${characters.slice(0, 59).join("").trimEnd()}…` : line;
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(short) ? short : "";
}

const visible = (text: string) => text.replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").replace(/(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Cn}]/gu, "");

/**
 * SECURITY: mail programs turn `evil.com`, `http://…`, `a@b.c` and telephone numbers into links, in plain text too, and a name is
 * not ours to vouch for. So a zero-width non-joiner goes around every mark such guessing rests on. Of the invisible
 * characters it is the one: no host name may hold it there, so what is linked all the same leads nowhere, while a word
 * joiner is dropped on the way to the name server.
 */
function unlinked(line: string): string {
  return undialled(line.replace(/[.․。．｡](?=\S)|[@＠:/\\]/gu, `${NON_JOINER}$&${NON_JOINER}`), line);
}

/** The same for a text, whose sentences end in dots. */
function unlinkedText(text: string): string {
  const marks = /(?<=[\p{L}\p{N}])[.․](?=[\p{L}\p{N}])|(?<=[a-z\d])[。．｡](?=[a-z\d])|[@＠/\\]|:(?=[/\\])/giu;
  return undialled(text.replace(marks, `${NON_JOINER}$&${NON_JOINER}`), text);
}

function undialled(marked: string, line: string): string {
  const digits = line.match(/\d/g)?.length ?? 0;
  return digits < 7 ? marked : marked.replace(/\d/g, `$&${NON_JOINER}`);
}
