// Puts script and style into the one page that the package ships, the script of the text view beside it, and the digest of the sources
// that it was built from, so that a test can tell a page that is out of date.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const OUT = '../src/detente/web/built';
const ROOT = ['index.html', 'package.json', 'package-lock.json', 'seal.mjs', 'svelte.config.js', 'tsconfig.json', 'vite.config.ts', 'vite.editor.ts'];

const assets = readdirSync('dist/assets').map((name) => join('dist/assets', name));
const text = (ending) => assets.filter((f) => f.endsWith(ending)).map((f) => readFileSync(f, 'utf8')).join('\n').trim();
const script = text('.js').replaceAll('</script', '<\\/script');
const page = readFileSync('dist/index.html', 'utf8')
  .replace(/\s*<script[^>]*><\/script>/, '')
  .replace(/\s*<link rel="stylesheet"[^>]*>/, () => `\n    <style>${text('.css')}</style>`)
  .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`);

const editor = readFileSync('dist/editor/editor.js', 'utf8');

const sources = [...ROOT, ...readdirSync('src', { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name))].sort();
const digest = createHash('sha256');
for (const name of sources) digest.update(`${name}\0`).update(readFileSync(name)).update('\0');

mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'index.html'), page);
writeFileSync(join(OUT, 'editor.js'), editor);
writeFileSync(join(OUT, 'sources.sha256'), `${digest.digest('hex')}\n`);
const packed = (text) => `${(gzipSync(text).length / 1024).toFixed(0)} kB packed`;
console.log(`${OUT}/index.html: ${packed(page)}; editor.js: ${packed(editor)}`);
