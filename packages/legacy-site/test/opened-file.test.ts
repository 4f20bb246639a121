import { OpenedFile } from "../src/index";
import { until } from "./support/connection";
import { SiteFolder } from "./support/site-folder";

const LARGE = Buffer.alloc(200_000, "0123456789");
const folder = new SiteFolder({ small: "0123456789", large: LARGE });
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

test("is read as far as asked, from where it stands", () => {
  const file = OpenedFile.open(folder.at("small"));
  expect([file.read(3).toString(), file.tell(), file.read(3).toString()]).toEqual(["012", 3, "345"]);
  expect([file.seek(-2, 2), file.read().toString(), file.read().length]).toEqual([8, "89", 0]);
  expect([file.seek(1), file.seek(2, 1), file.seek(-9, 1)]).toEqual([1, 3, 0]);
  expect(file.read(0)).toHaveLength(0);
  file.close();
});

test("is read whole", () => {
  const file = OpenedFile.open(folder.at("large"));
  expect(file.read().equals(LARGE)).toBe(true);
  file.close();
});

test("is read later", async () => {
  const file = OpenedFile.open(folder.at("small"));
  const read = (size: number): Promise<string> =>
    new Promise((resolve) => file.readLater(size, (_error, octets) => resolve(octets.toString())));
  expect([await read(4), await read(100), await read(1)]).toEqual(["0123", "456789", ""]);
  file.close();
});

test("is closed once, and after the last read", async () => {
  const file = OpenedFile.open(folder.at("large"));
  const read = new Promise<number>((resolve) => {
    file.readLater(1000, (_error, octets) => resolve(octets.length));
  });
  file.close();
  file.close();
  expect([file.closed, await read]).toEqual([true, 1000]);
  expect(() => file.read()).toThrow("I/O operation on closed file.");
  expect(() => file.readLater(1, () => {})).toThrow("I/O operation on closed file.");
});
