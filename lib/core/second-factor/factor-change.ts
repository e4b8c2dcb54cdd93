/** What was done to a user's second factor. `reset`: the customer took it away; `codeUsed`: a recovery code signed somebody in. */
export type FactorChange = "added" | "replaced" | "removed" | "reset" | "codesRenewed" | "codeUsed";
