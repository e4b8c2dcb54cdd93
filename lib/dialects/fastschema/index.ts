import type { Dialect } from "../kit/dialect";
import { refuse } from "./errors";
import { settings } from "./settings";

export const fastschema: Dialect = {
  id: "fastschema",
  name: "FastSchema",
  mount: "api",
  settings,
  routes: [],
  browsers: { sends: [], reads: [] },
  refuse,
};
