/** @headgate/legacy-site/pages: pages that say what went wrong, as in twisted.web.pages. */
export { errorPage, forbidden, notFound } from "../pages";
