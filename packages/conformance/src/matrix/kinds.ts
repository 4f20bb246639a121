/** The words of the matrix: what stands above, what answers, what is sent, and what becomes of it. */
import type { BodyMode, ExchangeInfo } from "@headgate/core";
import type { AnyResource } from "@headgate/legacy-site";

/** A kind of parent. What it makes may be the child of any other. */
export interface ParentKind {
  readonly name: string;
  /** Segments of the path that it, and what it puts between itself and its child, take. */
  readonly segments: readonly string[];
  /** Application code in it may look at the body before its child is known. */
  readonly looks: boolean;
  above(child: AnyResource): AnyResource;
}

/** A kind of leaf. What it read of the body is its answer. */
export interface ChildKind {
  readonly name: string;
  readonly method: string;
  /** Takes the live request; renders with all of the content; renders, and promised not to look. */
  readonly way: "streams" | "renders" | "renders blind";
  make(witness: Witness): AnyResource;
}

export interface BodyKind {
  readonly octets: number;
  /** Content-Length, or framing that tells only the end. */
  readonly isDeclared: boolean;
}

export type Version = "HTTP/1.1" | "HTTP/2";

/** How the body came to the leaf; "empty": there was none, "unread": it was neither collected nor claimed. */
export type Way = "streamed" | "buffered" | "replayed" | "empty" | "unread";

/** The answer of a leaf that never looks. */
export const UNREAD = "did not look";

/** Asks the site, for each leaf that has its turn, how the body comes to it. */
export class Witness {
  site: { exchanges(): ExchangeInfo[] } | undefined;
  /** By the target of the request; twice: the leaf was asked twice. */
  readonly #modes = new Map<string, BodyMode[]>();

  /** A leaf has its turn. */
  asked(target: string): void {
    const mode = this.exchange(target)?.mode;
    if (mode !== undefined) this.#modes.set(target, [...this.modes(target), mode]);
  }

  modes(target: string): readonly BodyMode[] {
    return this.#modes.get(target) ?? [];
  }

  exchange(target: string): ExchangeInfo | undefined {
    return this.site?.exchanges().find((exchange) => exchange.target === target);
  }
}
