import { ResourceSafeguard } from '../model/safeguard';
import { mustBe } from '../predicates/outcome';

/** Safeguards of Amazon Connect. */
export const CONNECT: ResourceSafeguard[] = [
  {
    id: 'Connect.InstanceLogged',
    on: ['AWS::Connect::Instance'],
    statement: 'flow logs of the Connect instance go to CloudWatch Logs',
    rationale: 'Flow logs show how contacts were handled, and failures',
    remedy: 'set `attributes.contactflowLogs`',
    sources: { securityHub: ['Connect.2'] },
    judge: ({ properties }) => mustBe('Attributes.ContactflowLogs', properties.Attributes?.ContactflowLogs, true),
  },
];
