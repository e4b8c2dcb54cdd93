import { expect, test } from "vitest";
import { ROUTES } from "@/server/routes.gen";
import { ENDPOINTS } from "./endpoints";

test("the reference names every operation of the API, and none that does not exist", () => {
  const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
  const real = ROUTES.filter(([pattern]) => /^\/api\/(?!\[|auth\/)/.test(pattern)).flatMap(([pattern, module]) =>
    METHODS.filter((method) => module?.[method]).map((method) => `${method} ${pattern.replace(/\[(\w+)\]/g, ":$1")}`),
  );
  const told = ENDPOINTS.flatMap(({ endpoints }) => endpoints.map(({ method, path }) => `${method} ${path}`));
  expect(told.toSorted()).toEqual(real.toSorted());
});

test("every body of the reference is JSON", () => {
  for (const { body } of ENDPOINTS.flatMap(({ endpoints }) => endpoints)) if (body) JSON.parse(body);
});
