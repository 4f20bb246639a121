/** An app in TypeScript, line by line like its Python twin. */
import { Site, type AnyResource, type SiteOptions } from "@headgate/legacy-site";

export interface Twin {
  /** `files`: the directory of `makeFiles`. */
  readonly tree: (files: string) => AnyResource | Promise<AnyResource>;
  /** A subclass. */
  readonly site?: typeof Site;
  readonly options?: SiteOptions;
  /** Ends what `tree` has started beside the site. */
  readonly stop?: () => Promise<void>;
}

export async function siteOf(twin: Twin, files: string, options: SiteOptions): Promise<Site> {
  return new (twin.site ?? Site)(await twin.tree(files), { ...options, ...twin.options });
}
