import type { Dialect } from "../kit/dialect";
import { refuse } from "./errors";
import { settings } from "./settings";

export const fastgen: Dialect = {
  id: "fastgen",
  name: "Fastgen",
  mount: "auth",
  settings,
  routes: [],
  browsers: { sends: [], reads: [] },
  refuse,
};
