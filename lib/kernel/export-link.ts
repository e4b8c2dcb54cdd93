import { isSignedLink, signLink } from "./secrets";

/** What a link to the file of an export says: which, until when (seconds since 1970), and that we said so. */
export type ExportLink = { readonly exportId: bigint; readonly expires: number; readonly signature: string };

/** How long a link is good. */
export const EXPORT_LINK_MINUTES = 15;

const text = (exportId: bigint, expires: number) => `exports:${exportId}:${expires}`;

/** A link to the file of an export, good for a quarter of an hour. */
export function newExportLink(exportId: bigint): ExportLink {
  const expires = Math.floor(Date.now() / 1_000) + EXPORT_LINK_MINUTES * 60;
  return { exportId, expires, signature: signLink(text(exportId, expires)) };
}

/** True for a link that we made and whose time is not over. */
export function isGoodExportLink({ exportId, expires, signature }: ExportLink): boolean {
  return isSignedLink(text(exportId, expires), signature) && Date.now() < expires * 1_000;
}
