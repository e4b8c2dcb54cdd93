import { AppError } from "@/lib/kernel/errors";
import type { MethodSubmit } from "./method-submit";

/** Its buttons send to an address of their own; see `socialStart`. */
export const social: MethodSubmit = async () => {
  throw new AppError("bad_request");
};
