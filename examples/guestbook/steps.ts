/** The guest book before the first step, and after each of the five. */
import * as step0 from "./step-0";
import * as step1 from "./step-1";
import * as step2 from "./step-2";
import * as step3 from "./step-3";
import * as step4 from "./step-4";
import * as step5 from "./step-5";

export type MakeGuestbook = typeof step0.makeGuestbook;

export const STEPS: readonly MakeGuestbook[] = [step0, step1, step2, step3, step4, step5].map(
  ({ makeGuestbook }) => makeGuestbook,
);
