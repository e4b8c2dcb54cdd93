import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { anySiteOfSlug } from "@/lib/db/resolve";
import { SYSTEM } from "@/lib/kernel/actor";
import { invalid } from "@/lib/kernel/errors";
import { beginImport } from "./begin-import";
import type { Import } from "./import";
import type { ImportOptions } from "./import-options";
import { workImport } from "./work-import";

type Asked = { readonly dryRun: boolean; readonly options: ImportOptions };

/**
 * Imports a file of this machine into a site, for whoever runs the installation, and works on it in this very process. Should
 * that be killed, a running server goes on with it, or the same command, which finds what is there already.
 *
 * @param say is told how far it has come, as text for a terminal
 * @throws AppError `invalid` for a site or a file that will not do
 */
export async function importFromFile(slug: string, path: string, { dryRun, options }: Asked, say: (text: string) => void): Promise<Import> {
  const site = await anySiteOfSlug(slug, SYSTEM);
  if (!site) throw invalid("site", "There is no site with this slug: --site SLUG");
  if (path === "") throw invalid("file", "Say which file: --file FILE");
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const asked = { dryRun, options, fileName: basename(path), createdBy: null, byCaller: true };
  const { id } = await beginImport(site, source, asked).catch((cause: NodeJS.ErrnoException) => {
    throw cause.syscall === undefined ? cause : invalid("file", cause.message);
  });
  await workImport(site, id, { progress: (rows, share) => say(`\r${bar(share)} ${rows.toLocaleString("en")} rows`) });
  say("\r\x1b[K");
  return site.db.import.findFirstOrThrow({ where: { id } });
}

const WIDTH = 30;
const bar = (share: number) => `[${"#".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, ".")}]`;
