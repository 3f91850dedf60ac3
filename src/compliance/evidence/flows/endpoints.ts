import { unknownClients } from './entrances';
import { End, INTERNET, OutsideParty } from './flow-book';
import { Sources } from './sources';
import { encryptionOf } from './wire';
import { isWorld } from '../../predicates/cidr';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { transportOf } from '../crypto/transport';
import { at } from '../inventory/at-rest';

/** Clients that the properties of a managed endpoint admit: everyone, some ranges, or those that only a deployment or the service decides. */
type Clients = 'internet' | 'not determined' | readonly Json[];

interface Endpoint {
  /** Clients on the public endpoint; an empty list where there is none. */
  readonly clients: (properties: Json) => Clients;
  readonly why: string;
  readonly protocol?: string;
  readonly ports?: string;
  /** Why requests are not encrypted. @default - what the properties show */
  readonly plainBecause?: string;
}

const NONE: readonly Json[] = [];

/** The clients by the value of a property; those of `unset` if it is not set. */
function clientsBy(path: string, unset: Clients, meaning: (value: Json) => Clients): Endpoint['clients'] {
  return (properties) => {
    const names = path.split('.');
    const isOpen = names.some((_, depth) => at(properties, names.slice(0, depth + 1).join('.')).some(isUnresolved));
    const [value] = at(properties, path);
    return isOpen ? 'not determined' : given(value) ? meaning(value) : unset;
  };
}

const flag = (path: string, unset: Clients) => clientsBy(path, unset, (value) => isTrue(value) ? 'internet' : NONE);
const outsideVpc: Endpoint = {
  clients: ({ VPCOptions }) => !given(VPCOptions) ? 'internet' : isUnresolved(VPCOptions) ? 'not determined' : NONE,
  why: 'Public endpoint of the domain, which access policies and its own users protect',
};
const api: Endpoint = { clients: () => 'internet', why: 'Callers of the API' };

/** Endpoints that a service provides outside of the network of the workload. Properties and defaults are those of the CloudFormation template reference. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'AWS::EKS::Cluster': {
    // The default of EndpointPublicAccess is true, that of PublicAccessCidrs 0.0.0.0/0. Source: AWS::EKS::Cluster ResourcesVpcConfig.
    clients: (properties) => {
      const access = flag('ResourcesVpcConfig.EndpointPublicAccess', 'internet')(properties);
      const ranges = properties.ResourcesVpcConfig?.PublicAccessCidrs;
      return access === 'internet' && given(ranges) ? isUnresolved(ranges) ? 'not determined' : listOf(ranges) : access;
    },
    why: 'Public endpoint of the Kubernetes API',
  },
  // Source: Amazon MWAA User Guide, "Apache Airflow access modes". The template reference states no default.
  'AWS::MWAA::Environment': {
    clients: clientsBy('WebserverAccessMode', 'not determined', (mode) => mode === 'PUBLIC_ONLY' ? 'internet' : NONE), why: 'Web server of Apache Airflow, for users that IAM permits',
  },
  // A public endpoint speaks SFTP only. Source: AWS::Transfer::Server, property Protocols. The template reference states no default of EndpointType.
  'AWS::Transfer::Server': {
    clients: clientsBy('EndpointType', 'not determined', (type) => type === 'PUBLIC' ? 'internet' : NONE), why: 'Public endpoint of the server', protocol: 'TCP', ports: '22',
  },
  // Public brokers have addresses of the internet. Source: AWS Compute Blog, "Creating static custom domain endpoints with Amazon MQ for RabbitMQ".
  'AWS::AmazonMQ::Broker': {
    clients: ({ PubliclyAccessible, SecurityGroups }) => !given(SecurityGroups) && (isUnresolved(PubliclyAccessible) || isTrue(PubliclyAccessible)) ? 'not determined' : NONE,
    why: 'Public broker, without a security group in the template',
    protocol: 'TCP',
    ports: 'not determined',
  },
  'AWS::OpenSearchService::Domain': outsideVpc,
  'AWS::Elasticsearch::Domain': outsideVpc,
  // A private zone names its VPCs. Source: AWS::Route53::HostedZone, property VPCs.
  'AWS::Route53::HostedZone': {
    clients: ({ VPCs }) => isUnresolved(VPCs) ? 'not determined' : listOf(VPCs).length > 0 ? NONE : 'internet',
    why: 'DNS queries of the public hosted zone',
    protocol: 'DNS',
    ports: '53',
    plainBecause: 'DNS on port 53 is plain text (RFC 1035)',
  },
  // Callers open tunnels with signed requests. Source: Amazon EC2 User Guide, "Connect to your instances using EC2 Instance Connect Endpoint".
  'AWS::EC2::InstanceConnectEndpoint': { ...api, why: 'Tunnels of callers that IAM permits' },
  'AWS::EC2::VerifiedAccessEndpoint': { ...api, why: 'Users that the policies of AWS Verified Access permit', ports: 'not determined', protocol: 'not determined' },
  // One rule set is active in an account, and no property activates it. Source: Amazon SES Developer Guide, "Creating receipt rule sets".
  'AWS::SES::ReceiptRule': { clients: () => 'not determined', why: 'Mail, if the rule set is the active one', protocol: 'SMTP', ports: '25' },
  'AWS::Cognito::UserPool': api,
  // Clients get identities and credentials with unsigned calls. Source: Amazon Cognito Federated Identities API Reference, GetId and GetCredentialsForIdentity.
  'AWS::Cognito::IdentityPool': api,
  'AWS::AppSync::GraphQLApi': { ...api, clients: clientsBy('Visibility', 'internet', (visibility) => visibility === 'PRIVATE' ? NONE : 'internet') },
  'AWS::AppSync::Api': api,
  'AWS::AppRunner::Service': {
    // Source: AWS App Runner Developer Guide, "Enabling Private endpoint for incoming traffic": by default, the service is accessible over the internet.
    clients: flag('NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible', 'internet'), why: 'Public endpoint of the service',
  },
  // Elastic Beanstalk creates the load balancer or the instance, so that no template has its listeners.
  'AWS::ElasticBeanstalk::Environment': {
    clients: ({ Tier, OptionSettings }) => Tier?.Name === 'Worker' || listOf(OptionSettings).some((option) => option?.OptionName === 'ELBScheme' && option.Value === 'internal') ? NONE : 'not determined',
    why: 'Load balancer or instance that Elastic Beanstalk creates',
    protocol: 'not determined',
    ports: 'not determined',
  },
};

/** Connections to endpoints that a service provides outside of the network of the workload. */
export function endpointFlows({ references, book }: Sources): void {
  for (const [type, { clients, why, protocol = 'HTTPS', ports = '443', plainBecause }] of Object.entries(ENDPOINTS)) {
    for (const component of references.all(type)) {
      const from = endsOf(clients(component.properties), component);
      const transport: Parameters<typeof encryptionOf>[0] = plainBecause !== undefined ? { encryption: 'not encrypted', by: plainBecause }
        : transportOf(component, references);
      for (const end of from) {
        book.add({
          kind: 'request',
          from: [end],
          to: [component],
          protocol,
          ports,
          ...encryptionOf(transport),
          why,
          openedBy: [component],
        });
      }
    }
  }
}

function endsOf(clients: Clients, component: RenderedResource): End[] {
  if (clients === 'internet') return [INTERNET];
  if (clients === 'not determined') return [unknownClients(component)];
  return clients.map((range): OutsideParty => isWorld(range) ? INTERNET : {
    kind: 'address range', name: textOf(range), purpose: 'Addresses that a public endpoint admits', isThirdParty: !isUnresolved(range), isUnknown: isUnresolved(range),
  });
}
