import { IConstruct } from 'constructs';
import { Framework } from './model/framework';
import { isSafeguard } from './safeguards/topics';
import { noSafeguard } from './similar';
import { refuse } from '../validation/refuse';

const builtIn = () => Object.values(Framework).filter((member): member is Framework => member instanceof Framework);

// A framework of another copy of the library is another object.
function isSame(one: Framework, other: Framework): boolean {
  return one === other || (one.id === other.id && one.title === other.title && one.source === other.source);
}

/**
 * Refuses a framework that cites a safeguard which does not exist.
 * @param own ids of the safeguards of the app
 */
export function requireSafeguards(scope: IConstruct | undefined, frameworks: readonly Framework[], own: readonly string[]): void {
  // Those of the library cite safeguards that exist, and cite thousands.
  for (const { title, controls } of frameworks.filter((framework) => !builtIn().includes(framework))) {
    const unheard = controls.flatMap(({ safeguards }) => safeguards).find((id) => !isSafeguard(id) && !own.includes(id));
    if (unheard !== undefined) refuse(scope, `safeguards of framework '${title}' must be ids of safeguards, ${noSafeguard(unheard, own)}`);
  }
}

/** Refuses two frameworks of a check with one id, and a framework of the app with the id or the title of a built-in one: the evidence could not distinguish them. */
export function requireOwnFrameworks(scope: IConstruct | undefined, frameworks: readonly Framework[]): void {
  frameworks.forEach((framework, index) => {
    const { id, title } = framework;
    const taken = builtIn().find((one) => (one.id === id || one.title === title) && !isSame(one, framework));
    if (taken) refuse(scope, `frameworks[${index}] must not have the id or the title of a built-in framework, got '${taken.id === id ? id : title}'`);
    const twin = frameworks.find((other) => other.id === id && !isSame(other, framework));
    if (twin) refuse(scope, `frameworks must have no duplicates, got '${id}' twice`);
  });
}
