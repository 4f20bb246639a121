/** Where a directory really is (twisted.web.static.addSlash). */
import { pathOf } from "./request-urls";

/**
 * The target of a request with a slash behind its path, and its query. It never leads to another host: not to one
 * that an absolute target names, nor to what browsers would take for one.
 */
export function addSlash(request: { readonly uri: string }): string {
  const { uri } = request;
  const path = pathOf(uri);
  const mark = uri.indexOf("?");
  const query = mark === -1 ? "" : uri.slice(mark);
  return `${/^\/[/\\]/.test(path) ? "/." : ""}${path}/${query === "?" ? "" : query}`;
}
