/** Encodes with gzip for clients that name it (twisted.web.server.GzipEncoderFactory). */
import zlib from "node:zlib";
import { namesCoding } from "./accept-encoding";
import { ContentEncoder, type IEncodedRequest, type IRequestEncoderFactory } from "./content-encoder";

export class GzipEncoderFactory implements IRequestEncoderFactory {
  /** 1, the fastest, to 9, the smallest. */
  compressLevel = 9;

  encoderForRequest(request: IEncodedRequest): ContentEncoder | null {
    if (!namesCoding(request.requestHeaders, "gzip")) return null;
    const level = this.compressLevel;
    return new ContentEncoder("gzip", request.responseHeaders, zlib.constants.Z_SYNC_FLUSH, () =>
      zlib.createGzip({ level }),
    );
  }
}
