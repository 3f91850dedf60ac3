import { choose } from './explore';
import { RenderedStack } from '../template-source';

/**
 * The template that a name refers to. Templates of several environments can have the same export: each is a world, unless the environment of the stack that reads
 * it shows which one it is.
 */
export function oneOf<T extends { readonly stack: RenderedStack }>(
  name: string, { account, region }: RenderedStack, templates: readonly T[],
): T | undefined {
  const near = templates.filter(({ stack }) => stack.account === account && stack.region === region);
  const [first, ...others] = near.length ? near : templates;
  if (others.length === 0) return first;
  return choose(name, [first, ...others].map((value) => ({ value, label: `${name} is that of ${value.stack.templateFile}` })));
}
