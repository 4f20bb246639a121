/** The tree of the tour. Two of its nodes stream; nobody but they themselves can tell. */
import { Request, Resource, Site } from "@headgate/legacy-site";
import { BufferedUpload } from "./buffered-upload";
import { pageFiles } from "./page-file";
import { ProgressFeed } from "./progress-feed";
import { StreamingUpload } from "./streaming-upload";
import { UploadProgress } from "./upload-progress";

const GIB = 1024 ** 3;

export interface Tour {
  readonly site: Site;
  /** Ends the feeds of progress, which would go on for ever. */
  close(): void;
}

/** Takes everything as octets. A form would be parsed for `args`, which this tour has no use for. */
class UploadRequest extends Request {
  override contentCollected(): void {}
}

export function makeTour(): Tour {
  const root = new Resource();
  const site = new Site(root, UploadRequest, {
    // What /buffered collects counts against this, temporary files included. Files of several GiB are the point
    // of the tour, and the default of 1 GiB would refuse them.
    bufferBudgetOctets: 8 * GIB,
  });

  const uploads = {
    buffered: new UploadProgress("/buffered", () => site.exchanges()),
    streaming: new UploadProgress("/streaming", () => site.exchanges()),
  };
  const feed = new ProgressFeed(uploads);

  root.putChild("buffered", new BufferedUpload(uploads.buffered));
  root.putChild("streaming", new StreamingUpload(uploads.streaming));
  root.putChild("progress", feed);
  for (const [name, file] of pageFiles()) root.putChild(name, file);

  return { site, close: () => feed.close() };
}
