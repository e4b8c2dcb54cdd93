import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const alias = { "@": import.meta.dirname };

const files = ["app", "bin", "docs", "e2e", "embed", "lib", "prisma", "server"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
);
const isTest = (path: string) => /\.test\.tsx?$/.test(path) && !path.includes("/node_modules/");
const journeys = files.filter((path) => isTest(path) && path.startsWith("e2e/"));
const tests = files.filter((path) => isTest(path) && !path.startsWith("e2e/") && !path.includes(".browser.test."));
/** Journeys for which there has to be a browser. */
const looking = journeys.filter((path) =>
  /from "(\.\.?\/)+(visitor|dashboard|operator|describe-page|embed\/shop)"/.test(readFileSync(path, "utf8")),
);
/**
 * Files that put something else in a module's place: that module must not be there for the next file. They have the oldest PostgreSQL that is
 * promised, all others the one that comes with the product; so the file that is about the oldest is one of them.
 */
const mocking = tests.filter(
  (path) => path === "server/oldest-postgres.test.ts" || /\bvi\.(mock|resetModules)\(/.test(readFileSync(path, "utf8")),
);

/** Tests without a browser. Each file has a database of its own, and waits for it half of the time. */
const unit = {
  globalSetup: "lib/testing/database-server.ts",
  setupFiles: "lib/testing/setup.ts",
  testTimeout: 60_000,
  // One more at once than vitest would take.
  maxWorkers: availableParallelism(),
};

const journey = { testTimeout: 60_000, hookTimeout: 60_000 };

/** One file that looks at the browser, and another one beside it. */
const beside = { maxWorkers: 2, sequence: { groupOrder: 1 } };

/**
 * The order of test files: those that look at the browser, of which one runs at a time, alternate with the others, so that there is
 * one to go on with whenever another ends.
 */
class Lanes extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const looks = ({ project }: TestSpecification) => project.name === "browser";
    const group = sorted.find(looks)?.project.config.sequence.groupOrder;
    const isBeside = ({ project }: TestSpecification) => project.config.sequence.groupOrder === group;
    const looking = sorted.filter(looks);
    const others = sorted.filter((file) => isBeside(file) && !looks(file));
    const alternating = looking.flatMap((file, index) => [file, ...others.slice(index, index + 1)]);
    return [...sorted.filter((file) => !isBeside(file)), ...alternating, ...others.slice(looking.length)];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: Lanes },
    projects: [
      {
        resolve: { alias },
        // The modules of the product are loaded once for all files, which is most of what a file takes.
        test: { ...unit, name: "unit", include: tests, exclude: mocking, isolate: false, sequence: { groupOrder: 0 } },
      },
      {
        resolve: { alias },
        test: { ...unit, ...beside, name: "mocking", include: mocking },
      },
      {
        resolve: { alias },
        test: {
          ...journey,
          ...beside,
          name: "e2e",
          include: journeys,
          exclude: looking,
          globalSetup: "e2e/setup.ts",
        },
      },
      {
        resolve: { alias },
        test: {
          ...journey,
          ...beside,
          name: "browser",
          include: [...looking, "lib/**/*.browser.test.ts"],
          globalSetup: ["e2e/setup.ts", "e2e/browser.ts"],
          setupFiles: "e2e/one-at-a-time.ts",
        },
      },
    ],
  },
});
