// Who may import what. The table in docs/CONTRIBUTING.md, enforced. `npm run check` also asserts that files were read at all.
const never = (name, from, to, comment) => ({ name, severity: "error", comment, from: { path: from, pathNot: "\\.test\\.tsx?$" }, to });
const ours = "^(app|bin|embed|lib|prisma|server)/";
const outside = (...allowed) => ({ path: ours, pathNot: allowed.map((place) => `^${place}`) });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { pathNot: "^lib/db/generated" } } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "\\.build/" } },
    never("kernel-imports-nothing-of-ours", "^lib/kernel/", outside("lib/kernel/"), "The kernel is the ground floor."),
    never("texts-import-kernel-only", "^lib/texts/", outside("lib/texts/", "lib/kernel/"), "Words, and how they are put together."),
    never(
      "outgoing-imports-kernel-only",
      "^lib/outgoing/",
      outside("lib/outgoing/", "lib/kernel/"),
      "The door out knows neither who calls nor why.",
    ),
    never(
      "one-door-out",
      "^(app|lib/(?!outgoing/|testing/|mail/transports/))",
      { path: "^(node:)?(http|https|http2|undici)$" },
      "SECURITY: what a customer names is called through lib/outgoing only.",
    ),
    never("db-imports-kernel-only", "^lib/db/", outside("lib/db/", "lib/kernel/", "prisma/"), "The database folder knows no product."),
    never(
      "prisma-and-pg-in-db-only",
      "^(app|bin|lib/(?!db/|testing/)|server)",
      { path: "node_modules/(@prisma|pg|prisma)/|^lib/db/generated" },
      "SECURITY: the scoped handle is the permission.",
    ),
    never(
      "client-in-db-only",
      "^(app|lib/(?!db/|testing/))",
      { path: "^lib/db/(client|query|query-as)\\.ts$" },
      "SECURITY: the unscoped client stays inside.",
    ),
    never(
      "system-db-is-for-few",
      "^(app|bin|lib/(?!db/|testing/|core/accounts/|core/operators/|core/sites/demo-site|core/health|jobs/worker)|server)",
      { path: "^lib/db/system-db" },
      "SECURITY: statements without an account.",
    ),
    never(
      "the-whole-installation-is-for-its-owner",
      "^(app|lib/(?!db/|testing/|core/(keys|backups)/)|server)",
      { path: "^lib/db/(sealed-values|backup/)" },
      "SECURITY: statements about every account, for commands.",
    ),
    never(
      "operators-before-sign-in",
      "^(app|bin|lib/(?!db/|testing/|core/operators/)|server)",
      { path: "^lib/db/operators" },
      "SECURITY: statements without an account.",
    ),
    never(
      "core-knows-no-wire",
      "^lib/core/",
      outside(
        "lib/core/",
        "lib/db/",
        "lib/kernel/",
        "lib/outgoing/",
        "prisma/migrat",
        "lib/jobs/enqueue",
        "lib/dialects/settings\\.ts$",
        "lib/texts/languages\\.ts$",
      ),
      "A use-case does not know who called it. What a customer may set for a dialect is data, which its folder keeps.",
    ),
    never(
      "core-knows-no-next",
      "^lib/(core|db|kernel|rest|mail|jobs|hosted|dialects|http)/",
      { path: "node_modules/(next|next-auth/(?!jwt/))/" },
      "Only pages and server/pages know Next; next-auth/jwt is a codec.",
    ),
    never(
      "rest-and-hosted-and-mail-are-leaves",
      "^lib/(rest|hosted|mail)/",
      { path: "^(app|server|lib/(db|http|jobs))/" },
      "They turn data into a wire, no more.",
    ),
    never("leaves-do-not-mix", "^lib/rest/", { path: "^lib/(hosted|mail)/" }, "Each wire by itself."),
    never("leaves-do-not-mix-hosted", "^lib/hosted/", { path: "^lib/(rest|mail)/" }, "Each wire by itself."),
    never("leaves-do-not-mix-mail", "^lib/mail/", { path: "^lib/(rest|hosted)/" }, "Each wire by itself."),
    {
      name: "no-dialect-knows-another",
      severity: "error",
      comment: "Each wire by itself.",
      from: { path: "^lib/dialects/([^/]+)/" },
      to: { path: "^lib/dialects/[^/]+/", pathNot: "^lib/dialects/($1|kit)/" },
    },
    never(
      "dialects-speak-to-core",
      "^lib/dialects/",
      outside("lib/dialects/", "lib/core/", "lib/kernel/", "lib/db/resolve\\.ts$"),
      "A wire parses, calls a use-case and writes its answer. Of the database it knows the type of the site it is given.",
    ),
    never("http-does-not-know-app", "^lib/http/", { path: "^(app|server)/" }, "Wrappers do not know what they wrap."),
    never("http-reaches-db-by-resolve", "^lib/http/", { path: "^lib/db/(?!resolve|hot/site-by)" }, "Credential to scope, nothing else."),
    never("routes-run-without-next", "^app/.*route\\.tsx?$", { path: "node_modules/next/" }, "A route file is a plain web function."),
    never("routes-do-not-touch-the-database", "^app/", { path: "^lib/db/" }, "Parse, call, render."),
    never("only-server-imports-routes", "^(lib/(?!testing)|bin)", { path: "^app/" }, "The top floor."),
    never("server-imports-no-pages", "^server/", { path: "^app/.*(page|layout|actions)\\.tsx?$" }, "Next draws pages."),
    never(
      "main-starts-the-database-first",
      "^server/main\\.ts$",
      outside("server/serve\\.ts$", "lib/db/(boot|embedded-postgres)\\.ts$", "lib/kernel/"),
      "Whatever else it imported would be loaded before the database starts, and not while it does.",
    ),
    never("embed-stands-alone", "^embed/", outside("embed/"), "It runs on other people's pages."),
    never(
      "no-tests-in-product",
      "^(app|bin|lib/(?!testing)|server)",
      { path: "^(lib/testing|e2e)/|\\.test\\.tsx?$" },
      "Test code stays out of the product.",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.build|bench|e2e)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
