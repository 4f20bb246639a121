/** The directory that the apps serve, the same for every run: names, octets and times. */
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Fri, 01 Mar 2019 12:00:00 GMT */
const MODIFIED_S = 1_551_441_600;

const FILES: Readonly<Record<string, string>> = {
  "public/letters.txt": "abcdefghij0123456789",
  "public/nothing.txt": "",
  "public/noname": "no extension\n",
  "public/style.css": "p { margin: 0 }\n",
  "public/picture.png": "\x89PNG\r\n\x1a\n",
  "public/two words.txt": "two words\n",
  "public/100%25.txt": "percent\n",
  "public/bundle.tar.gz": "\x1f\x8b\x08",
  "public/odd.zzz": "odd\n",
  "public/.hidden": "dots are served\n",
  "public/large.bin": "0123456789abcdef".repeat(8192),
  "public/home/index.html": "<h1>home</h1>\n",
  "public/list/one.txt": "1\n",
  "public/list/two.html": "<p>2</p>\n",
  "public/list/deeper/three.txt": "3\n",
  "private.txt": "nobody may see this\n",
  "public-too/private.txt": "nor this\n",
};

export async function makeFiles(directory: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, "latin1");
    await utimes(path, MODIFIED_S, MODIFIED_S);
  }
}
