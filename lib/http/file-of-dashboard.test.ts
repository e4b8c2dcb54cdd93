import { expect, test } from "vitest";
import { fileOfDashboard } from "./file-of-dashboard";

test.each([
  ["/dashboard/sites/1/users.csv?search=jane%40example.com", "/dashboard/sites/1/users.csv?search=jane%40example.com"],
  ["/dashboard/sites/1/users.csv?search=a..b&verified=yes", "/dashboard/sites/1/users.csv?search=a..b&verified=yes"],
  ["/dashboard/sites/1/users.csv?search=jane@example.com", "/dashboard/sites/1/users.csv?search=jane@example.com"],
  ["/dashboard/exports/12", "/dashboard/exports/12"],
  ["/dashboard/audit.ndjson", "/dashboard/audit.ndjson"],
])("%s is led to", (to, file) => {
  expect(fileOfDashboard(to)).toBe(file);
});

test.each([
  "",
  "/",
  "/dashboard",
  "/acme/login",
  "https://evil.example/dashboard/x",
  "//evil.example/dashboard/x",
  "/\\evil.example/dashboard/x",
  "\\\\evil.example/dashboard/x",
  "javascript:alert(1)//dashboard/x",
  "/dashboard/../acme/login",
  "/dashboard/%2e%2e/acme/login",
  "/dashboard/.%2E/acme/login",
  "/dashboard/x/%2e%2e/%2E%2E/acme/login",
  "/dashboard/..\\acme/login",
  "/dashboard/\t../acme/login",
  "/dashboard/%252e%252e/acme/login",
  "/dashboard/%2f%2facme",
  "http://dashboard.invalid@evil.example/dashboard/x",
  "http://[",
])("%s is not: it leads elsewhere", (to) => {
  expect(fileOfDashboard(to)).toBeNull();
});
