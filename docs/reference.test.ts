import { expect, test } from "vitest";
import { settings } from "@/lib/kernel/env";
import { ERRORS } from "@/lib/kernel/errors";

/** docs/errors.md and docs/configuration.md say what the code says. After a change: `npx vitest run docs --update`. */

test("errors.md lists the error catalogue", async () => {
  const rows = Object.entries(ERRORS).map(([code, { status, text }]) => `| \`${code}\` | ${status} | ${text} |`);
  const text = `# Errors

Generated from \`lib/kernel/errors.ts\`. The REST API answers \`{"error": …, "messages": […]}\`: \`messages\` are the
sentences below, or one sentence for each field that is wrong. Hosted pages show the same sentences.

| Code | Status | Says |
| --- | --- | --- |
${rows.join("\n")}
`;
  await expect(text).toMatchFileSnapshot("errors.md");
});

test("configuration.md lists the settings", async () => {
  const defaults = settings.parse({}) as Record<string, unknown>;
  const rows = Object.entries(settings.shape).map(([name, field]) => {
    const value = defaults[name];
    return `| \`${name}\` | ${value === undefined ? "" : `\`${String(value)}\``} | ${field.description} |`;
  });
  const text = `# Configuration

Generated from \`lib/kernel/env.ts\`. Every setting is an environment variable; none is needed to begin. A start with
settings that cannot be used ends at once and names all of them.

| Variable | Default | Meaning |
| --- | --- | --- |
${rows.join("\n")}

## Production

\`DATABASE_URL\`, or an https \`APP_URL\`, means that real people sign in. Then \`SIGNIN_KEYS\` must be set: make a value with
\`npm run -s signin -- keys generate\` and keep a copy. Without it, everything sealed in the database (passwords, client
secrets) is lost. To rotate: \`npm run -s signin -- keys rotate sealing\`, see [deploy.md](deploy.md).
`;
  await expect(text).toMatchFileSnapshot("configuration.md");
});
