/** @headgate/legacy-site/static: files and fixed content, as in twisted.web.static. */
export { addSlash } from "../add-slash";
export { getTypeAndEncoding, loadMimeTypes } from "../content-types";
export type { ByExtension } from "../content-types";
export { Data } from "../data";
export { DirectoryLister } from "../directory-lister";
export type { ListedEntry } from "../directory-lister";
export { formatFileSize } from "../directory-page";
export { File } from "../file";
export { isDangerous } from "../file-path";
export type { IStartable } from "../partial-content";
export { Registry } from "../processors";
export type { Processor } from "../processors";
export {
  MultipleRangeStaticProducer,
  NoRangeStaticProducer,
  SingleRangeStaticProducer,
  StaticProducer,
} from "../static-producers";
export type { IReadableFile, RangeInfo } from "../static-producers";
