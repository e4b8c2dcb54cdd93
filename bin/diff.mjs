// Prints the SQL that is missing between prisma/migrations and prisma/schema.prisma: the draft of the next migration, to be read and put into
// prisma/migrations/NNNN_name/migration.sql. `--from-empty` prints all of it. Needs no database: it starts one of its own for the moment.
const { install, isInstalled } = await import("./install.mjs");
if (!isInstalled({ dev: true })) await install({ dev: true });
const { bundle } = await import("./build.mjs");
await bundle({ "print-diff": "prisma/print-diff.ts" });
await import("../.build/print-diff.js");
