/**
 * Encodes with brotli (RFC 7932) for clients that accept it. Not in twisted.web; stands before a GzipEncoderFactory
 * in the list of an EncodingResourceWrapper.
 */
import zlib from "node:zlib";
import { acceptsCoding } from "./accept-encoding";
import { ContentEncoder, type IEncodedRequest, type IRequestEncoderFactory } from "./content-encoder";

export class BrotliEncoderFactory implements IRequestEncoderFactory {
  /** 0, the fastest, to 11, the smallest. The default takes about the time of gzip, for less octets. */
  quality = 5;

  encoderForRequest(request: IEncodedRequest): ContentEncoder | null {
    if (!acceptsCoding(request.requestHeaders, "br")) return null;
    const { BROTLI_OPERATION_FLUSH, BROTLI_PARAM_QUALITY } = zlib.constants;
    const params = { [BROTLI_PARAM_QUALITY]: this.quality };
    return new ContentEncoder("br", request.responseHeaders, BROTLI_OPERATION_FLUSH, () =>
      zlib.createBrotliCompress({ params }),
    );
  }
}
