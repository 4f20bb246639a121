/** What an update tells of live exchanges: enough to look at, however many there are and whatever they ask for. */
import type { ExchangeInfo } from "@headgate/core";

const MAX_SHOWN = 50;
const MAX_TEXT_LENGTH = 200;

export interface ShownExchanges {
  /** Those with a body first, then the oldest. */
  readonly exchanges: readonly ExchangeInfo[];
  /** How many are not among them. */
  readonly more: number;
}

/** @param isOwn whether an exchange is a feed of the dashboard itself */
export function shownExchanges(
  all: readonly ExchangeInfo[],
  isOwn: (exchange: ExchangeInfo) => boolean,
): ShownExchanges {
  const others = all.filter((exchange) => !isOwn(exchange));
  const first = others.sort((a, b) => weightOf(b) - weightOf(a) || b.ageMs - a.ageMs).slice(0, MAX_SHOWN);
  return { exchanges: first.map(clipped), more: others.length - first.length };
}

function weightOf({ expected }: ExchangeInfo): number {
  return expected === 0 ? 0 : 1;
}

function clipped(exchange: ExchangeInfo): ExchangeInfo {
  return {
    ...exchange,
    target: clip(exchange.target),
    method: clip(exchange.method),
    resource: clip(exchange.resource),
  };
}

function clip(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text;
}
