/** The page that lists a directory: its template, and what stands in its rows (twisted.web.static). */

/** `%(header)s` and `%(tableContent)s` are filled in; a per cent sign is written twice. */
export const PAGE_TEMPLATE = `<html>
<head>
<title>%(header)s</title>
<style>
body { margin: 0; background-color: #f4f4f4 }
h1 { margin: 0; padding: 0.2em; background-color: #555; color: white }
table { min-width: 50%%; margin: 1em }
th { text-align: left }
.odd, .odd-dir { background-color: #e4e4e4 }
.even, .even-dir { background-color: #eee }
</style>
</head>

<body>
<h1>%(header)s</h1>

<table>
    <thead>
        <tr>
            <th>Filename</th>
            <th>Size</th>
            <th>Content type</th>
            <th>Content encoding</th>
        </tr>
    </thead>
    <tbody>
%(tableContent)s
    </tbody>
</table>

</body>
</html>
`;

/** `%(class)s`, `%(href)s`, `%(text)s`, `%(size)s`, `%(type)s` and `%(encoding)s` are filled in. */
export const ROW_TEMPLATE = `<tr class="%(class)s">
    <td><a href="%(href)s">%(text)s</a></td>
    <td>%(size)s</td>
    <td>%(type)s</td>
    <td>%(encoding)s</td>
</tr>
`;

const UNITS = [
  ["G", 1024 ** 3],
  ["M", 1024 ** 2],
  ["K", 1024],
] as const;

/** `512B`, `1K`, `3M`, `2G`; rounded down. */
export function formatFileSize(octets: number): string {
  const unit = UNITS.find(([, size]) => octets >= size);
  return unit === undefined ? `${octets}B` : `${Math.floor(octets / unit[1])}${unit[0]}`;
}
