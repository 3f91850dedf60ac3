import { rowsOf, SecurityHubRow } from './tables';
import { Safeguard, Severity } from '../model/safeguard';
import { lazily } from '../once';

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];

const severities = lazily(() => new Map(rowsOf<SecurityHubRow>('security-hub').map(({ id, severity }) => [id, severity])));

const SEVERITIES = new WeakMap<Safeguard, Severity>();

/** The severity of a safeguard: the highest that AWS Security Hub publishes for the controls it cites, otherwise the safeguard's own. */
export function severityOf(safeguard: Safeguard): Severity {
  let severity = SEVERITIES.get(safeguard);
  if (severity === undefined) SEVERITIES.set(safeguard, severity = severityIn(safeguard));
  return severity;
}

function severityIn({ sources, severity }: Safeguard): Severity {
  const published = (sources.securityHub ?? []).map((id) => severities().get(id));
  return ORDER.find((one) => published.includes(one)) ?? severity!;
}

/** The documentation of a safeguard: the page of the first control of AWS Security Hub that it cites, otherwise the safeguard's own. */
export function linkOf({ sources, link }: Safeguard): string | undefined {
  const [control] = sources.securityHub ?? [];
  if (control === undefined) return link;
  const [service] = control.toLowerCase().split('.');
  return `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${control.toLowerCase().replace('.', '-')}`;
}
