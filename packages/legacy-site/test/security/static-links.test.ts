/** Attacks on File by what stands in the folder: links that leave it, FIFOs, devices, and what is swapped in. */
import fs from "node:fs";
import { bridge, Data, File, type IReadableFile } from "../../src/index";
import { ask, Connection, until } from "../support/connection";
import { SiteFolder } from "../support/site-folder";

const folder = new SiteFolder({ "a.txt": "text", "sub/b.txt": "b", "linked/index.html": "index" });
folder.write("../secret.txt", "SECRET");
folder.write("../outside/secret.txt", "SECRET");
folder.write("../site-evil/secret.txt", "SECRET");
folder.link("leak.txt", "../secret.txt");
folder.link("absolute.txt", folder.at("../secret.txt"));
folder.link("up", "..");
folder.link("evil", "../site-evil");
folder.link("loop", "loop");
folder.link("broken", "nowhere");
folder.link("zero", "/dev/zero");
folder.link("alias.txt", "a.txt");
folder.link("inside", "sub");
folder.link("chain", "up");
folder.link("leak.cgi", "../secret.txt");
folder.fifo("fifo");
folder.mkdir("indexed");
folder.link("indexed/index.html", "../../secret.txt");
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

const site = new File(folder.root);
const hardened = (target: string, file = site) =>
  ask(file, `GET ${target}`, {}, undefined, { hardened: true });

test.each([
  "/leak.txt",
  "/absolute.txt",
  "/up/secret.txt",
  "/up/",
  "/up",
  "/up/outside/secret.txt",
  "/evil/secret.txt",
  "/evil",
  "/chain/secret.txt",
  "/indexed/",
])("a link out of the folder is not followed by a hardened site: %s", async (target) => {
  const { code, body, headers } = await hardened(target);
  expect([code, body.includes("SECRET"), headers.has("location")]).toEqual([404, false, false]);
});

test("twisted.web follows it, and so does a site that is not hardened", async () => {
  expect((await ask(site, "GET /leak.txt")).body.toString()).toBe("SECRET");
});

test("a link that stays inside is followed, and so is the one where the tree begins", async () => {
  expect((await hardened("/alias.txt")).body.toString()).toBe("text");
  expect((await hardened("/inside/b.txt")).body.toString()).toBe("b");
  expect((await hardened("/b.txt", new File(folder.at("inside")))).body.toString()).toBe("b");
});

test("below a bridge that is hardened, too", () => {
  const connection = Connection.toCore(bridge(site, { hardened: true }));
  expect(connection.send("GET /leak.txt").response.code).toBe(404);
});

test("a processor is not given what lies outside", async () => {
  const file = new File(folder.root);
  file.processors = {
    ".cgi": (path) => new Data(path, "text/plain"),
    ".txt": () => new Data("ran", "text/plain"),
  };
  expect((await hardened("/leak.cgi", file)).code).toBe(404);
  expect((await hardened("/a.txt", file)).body.toString()).toBe("ran");
});

test("a subclass that makes its children anew stays confined", async () => {
  class Mine extends File {
    override createSimilarFile(path: string): File {
      return new Mine(path);
    }
  }
  expect((await hardened("/sub/b.txt", new Mine(folder.root))).code).toBe(200);
  expect((await hardened("/up/outside/secret.txt", new Mine(folder.root))).code).toBe(404);
});

test("a link that is put there between the look and the opening is noticed", async () => {
  class Swapped extends File {
    override openForReading(): IReadableFile {
      fs.renameSync(this.path, `${this.path}.away`);
      fs.symlinkSync("../secret.txt", this.path);
      const file = super.openForReading();
      fs.rmSync(this.path);
      fs.renameSync(`${this.path}.away`, this.path);
      return file;
    }
  }
  const { code, body } = await hardened("/a.txt", new Swapped(folder.root));
  expect([code, body.includes("SECRET")]).toEqual([404, false]);
});

test.each(["/fifo", "/zero", "/loop", "/broken"])("%s is not sent, and holds up nobody", async (target) => {
  for (const answer of [ask(site, `GET ${target}`), ask(site, `HEAD ${target}`), hardened(target)]) {
    expect((await answer).code).toBe(404);
  }
});
