import type { AppError } from "@/lib/kernel/errors";
import type { WireResponse } from "../kit/dialect";

/** A refusal as FastSchema writes it. */
export const refuse = ({ status, message }: AppError): WireResponse => ({ status, body: { message } });
