/** What the Server field says. A test holds it to package.json. */
export const SERVER_NAME = "Headgate/0.1.0";
