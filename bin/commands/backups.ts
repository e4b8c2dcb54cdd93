import { writeDeletions } from "@/lib/core/backups/deletions-file";
import { restoreBackup } from "@/lib/core/backups/restore-backup";
import { writeBackup } from "@/lib/core/backups/write-backup";
import { openDatabaseForCli } from "@/lib/db/boot";
import { readSettings } from "@/lib/kernel/env";
import { invalid } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import type { Command } from "./command";

/** The commands about backups. */
export const BACKUP_COMMANDS: Record<string, Command> = {
  backup: {
    needsDatabase: true,
    async run({ recipient = null }, file) {
      const { bytes } = await writeBackup(file, recipient);
      return { result: { file, bytes }, text: `${bytes} bytes in ${file}. The keys are not in it: keep a copy of them elsewhere.` };
    },
  },
  deletions: {
    needsDatabase: true,
    async run(_, file) {
      const { bytes } = await writeDeletions(file);
      return { result: { file, bytes }, text: `${bytes} bytes in ${file}` };
    },
  },
  restore: {
    // It opens the database by itself: any other command would make its tables first.
    needsDatabase: false,
    async run({ deletions }, file) {
      if (!file) throw invalid("file", "Say from where: signin restore FILE");
      const settings = readSettings(process.env);
      log.level = process.env.LOG_LEVEL ? settings.LOG_LEVEL : "warn";
      const database = await openDatabaseForCli(settings);
      try {
        const { madeAt, rows, deletedAgain } = await restoreBackup(database.url, file, deletions ?? null);
        return {
          result: { made_at: madeAt, rows, deleted_again: deletedAgain },
          text: `${rows} rows, as of ${madeAt}; ${deletedAgain} deleted again${deletions === undefined ? " (no --deletions was given)" : ""}`,
        };
      } finally {
        await database.close();
      }
    },
  },
};
