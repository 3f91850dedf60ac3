/// <reference lib="dom" />

/** What the fragment of the address selects. */
export interface View {
  /** `<framework>/<control>` */
  readonly control?: string;
  readonly framework?: string;
  readonly status?: string;
  readonly construct?: string;
  readonly text?: string;
}

const KEYS = ['control', 'framework', 'status', 'construct', 'text'] as const;

/** The fragment of a view: `#control=pci-dss-4.0.1/10.5.1`. Without a selection, the section of controls. */
export function fragmentOf(view: View): string {
  const parts = KEYS.filter((key) => view[key]).map((key) => `${key}=${encodeURIComponent(view[key]!).replace(/%2F/g, '/')}`);
  return parts.length ? `#${parts.join('&')}` : '#controls';
}

/** The view of a fragment; `undefined` for the fragment of a section. */
export function viewOf(fragment: string): View | undefined {
  if (!fragment.includes('=')) return undefined;
  const read = new URLSearchParams(fragment.slice(1));
  return Object.fromEntries(KEYS.flatMap((key) => read.get(key) ? [[key, read.get(key)!]] : []));
}
