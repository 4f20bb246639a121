/** The one error of `listen`: what failed, where, and what to do about it, in one line. */
import { HeadgateError } from "@headgate/core";

/** By `code` of the error that the system gave. */
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else is listening there; stop it, or choose another port or path",
  EACCES: "permission denied; choose a port from 1024 up, or a folder that this user may write to",
  EPERM: "permission denied; choose a port from 1024 up, or a folder that this user may write to",
  EADDRNOTAVAIL: "no interface of this machine has that address",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name can't be looked up now",
  ENOENT: "the folder does not exist",
  ENOTDIR: "a part of the path is no folder",
  ENAMETOOLONG: "the path is too long for a UNIX socket (about 100 octets)",
  EBADF: "that descriptor is not open; was the process started with a listening socket?",
  ENOTSOCK: "that descriptor is no socket",
  ERR_SOCKET_BAD_PORT: "a port is an integer from 0 to 65535",
};

export class ListenFailed extends HeadgateError {
  readonly code = "LISTEN_FAILED";
  readonly fault = "local";
  readonly reach = "connection";

  /** @param where as in "127.0.0.1:8080" */
  constructor(where: string, cause: unknown) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    const advice = ADVICE[code];
    super(`cannot listen on ${where}: ${advice === undefined ? message : `${advice} (${code})`}`, { cause });
  }
}
