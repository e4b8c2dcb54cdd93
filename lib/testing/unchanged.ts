import { expect } from "vitest";
import { everyRow } from "./sql";

type Answer = { status: number; body: unknown };

/** Does something that must leave no trace in the database, and looks. */
export async function changingNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = await everyRow();
  const result = await work();
  expect(await everyRow()).toEqual(before);
  return result;
}

/** Sends every input of a table, compares each whole answer with the table's, and proves that all of them together changed nothing. */
export async function expectRefusals<Input>(
  cases: readonly (readonly [input: Input, refusal: Answer])[],
  send: (input: Input) => Promise<Answer>,
): Promise<void> {
  const answers = await changingNothing(async () => {
    const given: [Input, Answer][] = [];
    for (const [input] of cases) given.push([input, await send(input)]);
    return given;
  });
  expect(answers).toEqual(cases);
}
