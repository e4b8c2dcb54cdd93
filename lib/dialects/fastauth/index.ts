import type { Dialect } from "../kit/dialect";
import { refuse } from "./errors";
import { settings } from "./settings";

export const fastauth: Dialect = {
  id: "fastauth",
  name: "FastAuth",
  mount: "auth",
  settings,
  routes: [],
  browsers: { sends: [], reads: [] },
  refuse,
};
