import type { Dialect } from "../kit/dialect";
import { refuse } from "./errors";
import { settings } from "./settings";

export const fasteditor: Dialect = {
  id: "fasteditor",
  name: "FastEditor",
  mount: "fasteditor",
  settings,
  routes: [],
  browsers: null,
  refuse,
};
