import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The order of test files: those that look at the browser, of which one runs at a time, alternate with the others, so that there is
 * one to go on with whenever another ends.
 */
export class Lanes extends BaseSequencer {
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
