/** One token of RFC 8259 with the white space before it. What opens a text and does not close it is no token. */
const TOKEN =
  /[ \t\n\r]*(?:(?<mark>[{}[\]:,])|(?<text>"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

type Awaited = "value" | "value or ]" | "name" | "name or }" | ":" | ", or end" | "end";

/**
 * Where a text stops being JSON: the position of the first token that cannot stand there, or the end.
 *
 * `JSON.parse` says so in some versions of Node and for some texts only.
 */
export function jsonFaultAt(text: string): number {
  const open: ("{" | "[")[] = [];
  let awaited: Awaited = "value";
  TOKEN.lastIndex = 0;
  for (;;) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    const next: Awaited | null = found && after(awaited, found.groups?.mark ?? (found.groups?.text ? '"' : "0"), open);
    if (next === null) return from + (/^[ \t\n\r]*/.exec(text.slice(from))?.[0].length ?? 0);
    awaited = next;
  }
}

/** What may follow once a token has come where something was awaited; null: it may not come there. */
function after(awaited: Awaited, token: string, open: ("{" | "[")[]): Awaited | null {
  const closed = () => (open.length > 0 ? ", or end" : "end");
  if (awaited === ":") return token === ":" ? "value" : null;
  if (awaited === "name" || awaited === "name or }") {
    if (token === '"') return ":";
    return token === "}" && awaited === "name or }" && open.pop() ? closed() : null;
  }
  if (awaited === ", or end") {
    const inside = open.at(-1);
    if (token === ",") return inside === "{" ? "name" : "value";
    return token === (inside === "{" ? "}" : "]") && open.pop() ? closed() : null;
  }
  if (awaited === "end") return null;
  if (token === "]") return awaited === "value or ]" && open.pop() ? closed() : null;
  if (token !== "{" && token !== "[") return token === '"' || token === "0" ? closed() : null;
  open.push(token);
  return token === "{" ? "name or }" : "value or ]";
}
