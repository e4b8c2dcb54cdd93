import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{app,bin,docs,embed,lib,prisma,server}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.browser.test.ts"],
          globalSetup: "lib/testing/database-server.ts",
          setupFiles: "lib/testing/setup.ts",
          testTimeout: 20_000,
          // Each file has a database of its own, and waits for it half of the time: one more at once than vitest would take.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts", "lib/**/*.browser.test.ts"],
          globalSetup: "e2e/setup.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // As many as there are browsers in e2e/setup.ts.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
