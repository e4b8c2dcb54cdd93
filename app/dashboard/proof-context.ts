"use client";

import { createContext, useContext } from "react";

/** Has the operator show once more who they are. False: they would rather not, or nobody is signed in here. */
export const ProofContext = createContext<() => Promise<boolean>>(async () => false);

export const useProof = () => useContext(ProofContext);
