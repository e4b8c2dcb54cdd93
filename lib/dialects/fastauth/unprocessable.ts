import type { WireResponse } from "../kit/dialect";

/** One thing that is wrong with a request, as FastAPI tells it: pydantic 2's list of errors, without its links. */
export type Fault = {
  readonly type: "missing" | "string_type" | "value_error" | "model_attributes_type" | "json_invalid";
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: object;
};

/** What stands for a secret wherever pydantic would repeat it. */
export const MASKED = "**********";

export const unprocessable = (detail: readonly Fault[]): WireResponse => ({ status: 422, body: { detail } });

/** A field that is not there. `input` is what it should have been in. */
export const missing = (loc: Fault["loc"], input: unknown): Fault => ({ type: "missing", loc, msg: "Field required", input });
