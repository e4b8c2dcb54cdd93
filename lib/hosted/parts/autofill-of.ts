import type { HostedSite } from "../view";

/** What a browser may fill in where somebody says who they are: an address, or a passkey where the site takes them. */
export const autofillOf = ({ methods }: HostedSite) => (methods.includes("passkey") ? "username webauthn" : "username");
