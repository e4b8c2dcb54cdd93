import { env } from "@/lib/kernel/env";

/** How long an invitation waits. */
export const INVITATION_DAYS = 7;

/** What the token of an invitation is sealed to while its mail waits. */
export const invitationSeal = (linkId: bigint) => `operator_links.token:${linkId}`;

/** Where an invited person joins. */
export const invitationUrl = (token: string) => `${env().appUrl}/dashboard/join?token=${token}`;
