import { counted } from '../../report/text';
import { Evidence } from '../collect';
import { countedFlows } from '../flows/flow-text';
import { inline } from '../markdown';

/** How inventory and flows are derived, as MAS-CSO-IIR and MAS-CSO-FLO ask for it: `fedramp/README.md`. */
export function derivation({ systemName, inventory: { components, parties, configuration }, flows }: Evidence): string {
  const configured = Object.values(configuration).reduce((sum, count) => sum + count, 0);
  return `# Information resources and flows of ${inline(systemName)}

cdk-regulated derives these files from the CloudFormation templates when the app is synthesized. The code is in \`src/compliance/evidence\` of the package
\`cdk-regulated\`.

## Information resources

\`information-resources.json\` has ${counted(components.length, 'component')} and counts ${counted(configured, 'resource')} that only configure components, for example
routes, policies and alarms. Together, these are all resources of the templates. It lists ${parties.length} ${parties.length === 1 ? 'party' : 'parties'} outside the workload.

- \`service\` and \`tier\` follow from the resource type. \`purpose\` is the description in the template, or the construct that created the resource.
- \`encryption\` is the property that sets the key, or the documented default of the service.
- \`exposure\` is \`internet\` if a flow from the internet or a public policy reaches the component, \`vpc\` if it has a network interface in a VPC, and \`account\` otherwise. It is \`not determined\` if a parameter, an import, a group outside the templates or the service decides, and for types that no table of the library describes.
- \`dataClass\` is the tag \`DataClassification\`, \`data-classification\` or \`DataClass\`.

## Information flows

\`information-flows.json\` has ${countedFlows(flows)}, from the initiator to the target. \`openedBy\` names the resources that permit a connection.

| kind | derived from |
| --- | --- |
| network | rules of security groups with the network interfaces in them, listeners, VPC endpoints and endpoint services, peering connections, attachments of gateways, VPN connections, Client VPN endpoints with their authorization rules, and accelerators with their endpoints. An ingress rule and the egress rule that matches it are one flow |
| request | target groups without a rule, target groups of VPC Lattice, data sources of Amazon QuickSight, origins of distributions, integrations of APIs, function URLs, data sources, connectors and tasks that call a server, rules of resolvers, and endpoints that a service provides outside of the VPC, for example of Amazon EKS, OpenSearch Service and public hosted zones |
| api call | statements of identity policies that name a resource; resource and trust policies, and permissions of functions, that admit other accounts, organizations, identity providers or everyone |
| event | subscriptions, redrive policies, targets of rules and schedules, permissions of functions, actions of alarms, rotation of secrets, custom resources |
| stream | event source mappings, pipes, sources and destinations of delivery streams |
| log delivery | flow logs, web ACLs, load balancers, trails, buckets, APIs, functions, containers, databases and other log settings |
| replication | replication rules, replicas and replica keys, tasks of AWS DMS and AWS DataSync, MSK Replicator, zero-ETL integrations |
| backup | backup selections with the rules of their plan, and copies to other vaults |
| image pull | images of containers and functions |

- Routes decide whether egress to all addresses leads to the internet, and through which gateway (\`via\`). Network ACLs that admit nothing from the internet are in \`blockedBy\`.
- The egress rule to 255.255.255.255/32 or 127.0.0.1/32 permits no connection. It replaces the default egress rule and is not listed.
- A connection is \`encrypted\` only if a property shows it: a listener, a parameter group, a policy that denies requests without TLS, or a documented requirement of the AWS
  API endpoint. Otherwise it is \`not determined\`, for example a call of a service whose endpoints accept HTTP, too.
- Connections of what is switched off are in \`blockedBy\`. Security groups and routes decide what passes between networks that are attached or peered.
- With conditions and parameters in a template, values are read as they are if every condition is true, and as they are if one condition or parameter has another value. A connection
  that only another value opens says so in \`why\`. Encryption that differs is \`not determined\`. Combinations of several other values are not read, and no more than 64 values in all: \`notReadWith\` lists the others.

## Not shown

- Connections inside of a host or a container, and what code does with a permitted connection.
- Policies of the organization, and resources outside the templates: they appear as parties.
- Statements that allow an action on all resources, which name no component.
- Names that resolve only at deployment, which are written as \`\${LogicalId}\`.
`;
}
