import { beginImport, type NewImport } from "@/lib/core/portability/imports/begin-import";
import { getImport } from "@/lib/core/portability/imports/get-import";
import type { Tenant } from "./make-tenant";
import { runJobs } from "./run-jobs";

/** The bytes of a text, in pieces as a network brings them. */
export async function* bytesOf(text: string | Uint8Array, pieceBytes = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** Imports a file into the site of a tenant and waits for its end. */
export async function importFile({ account, context }: Tenant, file: string | Uint8Array, asked: Partial<NewImport> = {}) {
  const { id } = await beginImport(context, bytesOf(file), { dryRun: false, fileName: null, createdBy: null, options: {}, ...asked });
  await runJobs();
  return getImport(account, id);
}
