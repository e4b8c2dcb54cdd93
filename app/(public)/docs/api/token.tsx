"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

const Context = createContext<readonly [token: string, setToken: (token: string) => void]>(["", () => undefined]);

/** Holds the API token that a reader types in, for every form of the page. SECURITY: in memory only; a reload forgets it. */
export function TokenProvider({ children }: { children: ReactNode }) {
  return <Context value={useState("")}>{children}</Context>;
}

export const useToken = () => useContext(Context);
