import { Evidence } from './collect';
import { isVisible } from '../invisible';

/** A part of the text of `evidence.json`. */
interface Part {
  readonly text: string;
  /** Whether a reader sees every character of it. */
  readonly isVisible: boolean;
}

// Workloads with the same frameworks share more than half of what is written.
const PARTS = new WeakMap<object, Part>();

/** `JSON.stringify(evidence, null, 1)`. Writes what evidence shares with earlier evidence once. */
export function evidenceJson(evidence: Evidence): Part {
  const parts = Object.entries(evidence).filter(([, value]) => value !== undefined).map(([key, value]) => {
    if (key === 'safeguards') return part(value, () => property(key, value));
    if (key === 'frameworks') return frameworksPart(evidence.frameworks);
    return made(property(key, value));
  });
  return joined(parts, '{\n', '\n}');
}

function frameworksPart(frameworks: Evidence['frameworks']): Part {
  if (frameworks.length === 0) return made(property('frameworks', []));
  return joined(frameworks.map(({ controls, ...framework }) => {
    const head = `  ${JSON.stringify(framework, null, 1).slice(0, -2).replace(/\n/g, '\n  ')}`;
    const list = joined(controls.map((control) => part(control, () => `    ${JSON.stringify(control, null, 1).replace(/\n/g, '\n    ')}`)), '[\n', '\n   ]');
    return { text: `${head},\n   "controls": ${controls.length ? list.text : '[]'}\n  }`, isVisible: list.isVisible && isVisible(head) };
  }), ' "frameworks": [\n', '\n ]');
}

/** A property of the evidence, as it is in its text. */
function property(key: string, value: unknown): string {
  return JSON.stringify({ [key]: value }, null, 1).slice(2, -2);
}

function made(text: string): Part {
  return { text, isVisible: isVisible(text) };
}

function part(value: object, text: () => string): Part {
  const known = PARTS.get(value);
  if (known) return known;
  const created = made(text());
  PARTS.set(value, created);
  return created;
}

function joined(parts: readonly Part[], before: string, after: string): Part {
  return { text: `${before}${parts.map(({ text }) => text).join(',\n')}${after}`, isVisible: parts.every((one) => one.isVisible) };
}
