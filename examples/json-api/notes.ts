/** The notes of a user: /notes lists and takes them, /notes/1 is one of them. */
import type { Awaitable } from "@headgate/core";
import * as http from "@headgate/legacy-site/http";
import type * as resource from "@headgate/legacy-site/resource";
import type * as server from "@headgate/legacy-site/server";
import { ApiError, asJson, jsonOf, JsonErrorPage, JsonResource } from "./json-resource";
import { userOf } from "./login";

/** User -> number -> text. */
export class NoteStore {
  readonly #notes = new Map<string, Map<number, string>>();
  #last = 0;

  of(user: string): Map<number, string> {
    const notes = this.#notes.get(user) ?? new Map<number, string>();
    this.#notes.set(user, notes);
    return notes;
  }

  add(user: string, text: string): number {
    this.of(user).set(++this.#last, text);
    return this.#last;
  }

  get users(): string[] {
    return [...this.#notes.keys()];
  }
}

export class Notes extends JsonResource {
  readonly #store: NoteStore;

  constructor(store: NoteStore) {
    super();
    this.#store = store;
  }

  override getChild(name: string, _request: server.Request): Awaitable<resource.AnyResource> {
    if (!/^\d+$/.test(name)) return new JsonErrorPage(http.NOT_FOUND, `${name} is no number of a note`);
    return new Note(this.#store, Number(name));
  }

  render_GET(request: server.Request): Buffer {
    const wanted = request.args["q"]?.[0] ?? "";
    const notes = [...this.#store.of(userOf(request).name)].filter(([, text]) => text.includes(wanted));
    return asJson(
      request,
      notes.map(([number, text]) => ({ number, text })),
    );
  }

  render_POST(request: server.Request): Buffer {
    const user = userOf(request);
    const { text } = jsonOf(request);
    if (typeof text !== "string") throw new ApiError(http.BAD_REQUEST, "text is missing");
    const number = this.#store.add(user.name, text);
    request.setHeader("location", request.URLPath().child(String(number)).toString());
    return asJson(request, { number, text }, http.CREATED);
  }
}

class Note extends JsonResource {
  readonly #store: NoteStore;
  readonly #number: number;

  constructor(store: NoteStore, number: number) {
    super();
    this.#store = store;
    this.#number = number;
  }

  render_GET(request: server.Request): Buffer {
    const text = this.#notesOf(request).get(this.#number);
    if (text === undefined) throw new ApiError(http.NOT_FOUND, `there is no note ${this.#number}`);
    const body = asJson(request, { number: this.#number, text });
    // Empty for who has it already; the status is 304 then.
    return request.setETag(`"${this.#number}-${text.length}"`) === http.CACHED ? Buffer.of() : body;
  }

  render_DELETE(request: server.Request): Buffer {
    if (!this.#notesOf(request).delete(this.#number))
      throw new ApiError(http.NOT_FOUND, `there is no note ${this.#number}`);
    return asJson(request, {});
  }

  #notesOf(request: server.Request): Map<number, string> {
    return this.#store.of(userOf(request).name);
  }
}
