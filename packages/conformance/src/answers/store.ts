/** Cases and recorded answers, as files of `answers/`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case, CaseFile, Recording } from "./case";

export const ANSWERS = join(__dirname, "../../answers");

export function casesOf(app: string): readonly Case[] {
  return (JSON.parse(readFileSync(join(ANSWERS, "cases", `${app}.json`), "utf8")) as CaseFile).cases;
}

export function recordingOf(app: string): Recording {
  return JSON.parse(readFileSync(recordingPath(app), "utf8")) as Recording;
}

export function keepRecording(recording: Recording): void {
  writeFileSync(recordingPath(recording.app), `${JSON.stringify(recording, null, 1)}\n`);
}

function recordingPath(app: string): string {
  return join(ANSWERS, "recorded", `${app}.json`);
}
