/** An app in TypeScript, line by line like its Python twin. */
import type { AnyResource, SiteOptions } from "@headgate/legacy-site";

export interface Twin {
  /** `files`: the directory of `makeFiles`. */
  readonly tree: (files: string) => AnyResource;
  readonly options?: SiteOptions;
}
