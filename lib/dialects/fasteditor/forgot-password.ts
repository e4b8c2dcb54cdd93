import { requestReset } from "@/lib/core/sign-in/request-reset";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { given, languageOf } from "./body";
import { fromFastEditor } from "./caller";
import { messagesIn } from "./messages";

/**
 * Has the mail sent that resets a password, and answers with the dialog that FastEditor shows. It is the same for everybody.
 *
 * @throws AppError `unauthorized`, `invalid`
 */
export async function forgotPassword(request: WireRequest): Promise<WireResponse> {
  await fromFastEditor(request);
  const { userName } = given(request, ["userName"]);
  await requestReset(request.site, { login: userName }, { language: languageOf(request) });
  const { resetHeader: header, resetBody: body } = messagesIn(languageOf(request));
  return { status: 201, body: { header, body } };
}
