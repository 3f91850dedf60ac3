import { readFileSync } from 'fs';
import { join } from 'path';
import { Evidence } from './collect';
import { Diagrams } from './diagrams/diagrams';
import { originText } from './origin-text';

/** Content of the page. */
export interface PageContent {
  readonly evidence: Evidence;
  /** Texts of the SVG files. Omitted if they are not written. */
  readonly diagrams?: Diagrams;
}

const ASSETS = join(__dirname, '..', '..', '..', 'assets', 'evidence-page');
// No request leaves the page, whatever the data contains.
const POLICY = 'default-src \'none\'; script-src \'unsafe-inline\'; style-src \'unsafe-inline\'; img-src data:; base-uri \'none\'; form-action \'none\'';

let parts: { readonly script: string; readonly style: string } | undefined;

/** The page `index.html`: one file with style, script and data. */
export function indexPage(content: PageContent): string {
  parts ??= { script: asset('main/index.js'), style: asset('styles/index.css') };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<title>Compliance evidence: ${escaped(content.evidence.name)}</title>
<link rel="icon" href="data:,">
<style>${parts.style}${printedMargins(content.evidence)}</style>
</head>
<body>
<div id="page"><noscript><main><p>This page requires JavaScript. The file matrix.md in the same folder has the same controls.</p></main></noscript></div>
<script type="application/json" id="data">${json(content)}</script>
<script>${parts.script}</script>
</body>
</html>
`;
}

// Each printed page says what it is of.
function printedMargins(evidence: Evidence): string {
  const [[, code]] = originText(evidence);
  const text = `${evidence.name}, ${code}`.replace(/[\\"<>\n]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `);
  return `@page{@bottom-left{content:"${text}";font:7pt sans-serif}@bottom-right{content:counter(page) " of " counter(pages);font:7pt sans-serif}}`;
}

function asset(name: string): string {
  return readFileSync(join(ASSETS, name), 'utf-8').trim();
}

// `</script` and `<!--` in a string would end the element.
function json(content: PageContent): string {
  return JSON.stringify(content).replace(/</g, '\\u003c');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
