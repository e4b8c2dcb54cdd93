import { createHash } from "node:crypto";

/** A text that stands in the page itself, and the source expression that lets it run. An empty one is not there. */
export const inline = (open: string, text: string, close: string) => ({
  html: text && open + text + close,
  hashes: text ? [`'sha256-${createHash("sha256").update(text).digest("base64")}'`] : [],
});
