/** What became of the files of twisted.web: static. */
import type { Owner } from "./owner";

export const FILE_OWNERS: readonly Owner[] = [
  {
    module: "web.static",
    entry: "static",
    same: "Data File DirectoryLister Registry StaticProducer NoRangeStaticProducer SingleRangeStaticProducer MultipleRangeStaticProducer addSlash isDangerous getTypeAndEncoding formatFileSize",
    differs: { loadMimeTypes: "mime-db's types, and over them those of Python and of twisted.web" },
    absent: {
      Redirect: "the class of `util`",
      ASISProcessor: "files that are whole responses",
      dangerousPathError: "a 404 is answered",
    },
  },
  { module: "web.static", name: "Data", entry: "static", same: "render_GET render_HEAD data type" },
  {
    module: "web.static",
    name: "File",
    entry: "static",
    same: "processors indexNames type ignoreExt childNotFound forbidden directoryListing getChild getFileSize makeProducer render_GET render_HEAD redirect listNames createSimilarFile defaultType registry ignoredExts encoding path basename dirname exists isdir isfile islink restat changed getsize getModificationTime open getContent listdir splitext parent sibling child preauthChild childSearchPreauth siblingExtensionSearch descendant realpath",
    differs: {
      contentTypes: "a static, which new Files begin with, and a field",
      contentEncodings: "a static, which new Files begin with, and a field",
      openForReading: "may give anything with `read(size)`",
      listEntities: "pairs of name and File",
    },
    absent: {
      setContent: "`FilePath` has what resources use; for more, `node:fs`",
      remove: "`FilePath` has what resources use; for more, `node:fs`",
      moveTo: "`FilePath` has what resources use; for more, `node:fs`",
      makedirs: "`FilePath` has what resources use; for more, `node:fs`",
      walk: "`FilePath` has what resources use; for more, `node:fs`",
      globChildren: "`FilePath` has what resources use; for more, `node:fs`",
    },
  },
  {
    module: "web.static",
    name: "StaticProducer",
    entry: "static",
    same: "bufferSize stopProducing request fileObject start",
    differs: { resumeProducing: "a push producer's: its first 64 KiB are read at once" },
  },
  {
    module: "web.static",
    name: "SingleRangeStaticProducer",
    entry: "static",
    same: "start resumeProducing offset size",
    absent: {
      bytesWritten: "private",
    },
  },
  {
    module: "web.static",
    name: "MultipleRangeStaticProducer",
    entry: "static",
    same: "start resumeProducing rangeInfo",
    absent: {
      rangeIter: "private",
      partBoundary: "private",
    },
  },
  {
    module: "web.static",
    name: "DirectoryLister",
    entry: "static",
    same: "template linePattern render contentTypes contentEncodings defaultType dirs path",
  },
  { module: "web.static", name: "Registry", entry: "static", same: "cachePath getCachedPath" },
];
