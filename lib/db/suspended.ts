/** True for a row of `sites` at which nobody can sign in: its customer has it suspended, or whoever runs the installation has. */
export const SUSPENDED = (site: string) => `(${site}.suspended_at IS NOT NULL OR ${site}.held_at IS NOT NULL)`;
