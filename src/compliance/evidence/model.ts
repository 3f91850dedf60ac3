/**
 * What the templates of a workload show: its components, the connections that they permit, and the cryptography that protects its data. Writers read
 * this model, not templates. What no template shows is stated as *not determined*.
 */
export interface SystemModel {
  readonly inventory: Inventory;
  /** In the order of sources, targets and ports. */
  readonly flows: readonly Flow[];
  readonly crypto: Cryptography;
  /**
   * Values of conditions and parameters with which the templates were not read, for example `condition IsProduction is false`: those above 64 readings. With them, the
   * inventory, the connections and the cryptography can be other ones. Omitted if there are none.
   */
  readonly unread?: readonly string[];
}

/** A value that only a deployment, or something outside the templates, decides. */
export type NotDetermined = 'not determined';

/** Part of an architecture diagram that a component belongs to. */
export type Tier = 'edge' | 'network' | 'compute' | 'integration' | 'data' | 'identity' | 'security' | 'monitoring' | 'management' | 'other';

export interface Inventory {
  /** Ordered by id. */
  readonly components: readonly Component[];
  /** What is no component of the workload, and has a connection to one. Ordered by id. */
  readonly parties: readonly Party[];
  /** Number of resources that configure components, for example routes and policies, by type. With the components, these are all resources. */
  readonly configuration: Readonly<Record<string, number>>;
}

/** A resource that runs, stores, carries or protects something. */
export interface Component {
  /** Construct path, unique in the app. Outcomes have it as `path`. */
  readonly id: string;
  /** Physical name; the logical id where the template gives none, or where only a deployment knows it. */
  readonly name: string;
  /** CloudFormation type. */
  readonly type: string;
  /** Name of the AWS service, for example `Amazon Aurora`. */
  readonly service: string;
  /** Engine, runtime or platform with its version, for example `aurora-postgresql 17.9`. Omitted where no property has one. */
  readonly version?: string;
  readonly tier: Tier;
  /** Description in the template, or the construct that created it. */
  readonly purpose: string;
  /** Account ID of the stack. */
  readonly account: string | NotDetermined;
  readonly region: string | NotDetermined;
  readonly logicalId: string;
  /** File name of the template. */
  readonly template: string;
  /** Line of the app that creates it: `<file>:<line>:<column>`. Omitted where none was recorded. */
  readonly source?: string;
  /** Condition of the template under which it exists. Omitted if it always exists. */
  readonly condition?: string;
  /** Component of the VPC that it is in. Omitted outside a VPC. */
  readonly vpc?: string;
  /** Components of the subnets that it is in. Omitted outside a VPC. */
  readonly subnets?: readonly string[];
  readonly exposure: Exposure;
  /** Encryption at rest. Omitted for components that store nothing. */
  readonly encryption?: AtRest;
  /** Capacity, retention, schedule, and parameters of a database: values by property path, or by `parameter` and its name. Omitted without any. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Value of the tag `DataClassification`, `data-classification` or `DataClass`. Omitted without the tag. */
  readonly dataClass?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * From where the network or a resource policy permits access: `internet` (a flow from the internet or a public policy), `vpc` (a network interface in
 * a VPC and no flow from the internet), `account` (the API of AWS, with credentials). Not determined where a parameter, a group outside the templates or the service decides.
 */
export type Exposure = 'internet' | 'vpc' | 'account' | NotDetermined;

/** Encryption at rest of a component. */
export interface AtRest {
  /** `aws owned key` includes keys of the service that need no property. */
  readonly by: 'customer managed key' | 'aws managed key' | 'aws owned key' | 'not encrypted' | NotDetermined;
  /** Component of the key, or its ARN or alias if it is outside the workload. Omitted without a customer managed key. */
  readonly key?: string;
  /** Property that shows it, or the documentation of the default of the service. */
  readonly shownBy: string;
}

/** Kind of a source or target outside the workload. */
export type PartyKind = 'internet' | 'address range' | 'prefix list' | 'security group' | 'aws service' | 'account' | 'identity provider' | 'image registry' | 'machine image' | 'resource' | 'endpoint' | 'unknown';

/** A source or target of a connection that is no component of the workload. */
export interface Party {
  /** Unique, and different from every construct path: it begins with the kind and a colon, for example `aws service:s3.amazonaws.com`. */
  readonly id: string;
  readonly kind: PartyKind;
  readonly name: string;
  /** Whether it belongs neither to the account of the workload nor to AWS: container images, accounts, providers and addresses of others. */
  readonly isThirdParty: boolean;
  /** What it is used for. */
  readonly purpose: string;
  /** Components that name it. Ordered. */
  readonly usedBy: readonly string[];
}

/** Why a connection exists. */
export type FlowKind =
  /** Packets that security groups let pass. */
  | 'network'
  /** Requests of a front to what it fronts: listener to targets, distribution to origin, API to integration. */
  | 'request'
  /** Calls that a policy lets a role of a component make. */
  | 'api call'
  | 'event'
  | 'stream'
  | 'log delivery'
  | 'replication'
  | 'backup'
  | 'image pull';

/** A permitted connection, from its initiator to its target. */
export interface Flow {
  /** Stable between runs: kind, sources, targets, protocol and ports. */
  readonly id: string;
  readonly kind: FlowKind;
  /** Ids of components and parties. Several where a rule admits each of them. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** For example `TCP`, `UDP`, `ICMP`, `HTTPS`, `HTTP`, `all`. */
  readonly protocol: string | NotDetermined;
  /** For example `443`, `1024-65535`, `all`. Omitted for calls between AWS services, which have no port of the workload. */
  readonly ports?: string | NotDetermined;
  /** `encrypted` only where a property, a policy or the service requires it. */
  readonly encryption: 'encrypted' | 'not encrypted' | NotDetermined;
  /** What encrypts it, or why it is not encrypted or not determined. */
  readonly encryptedBy: string;
  /** What the rule says about its purpose: description in the template, actions of a policy, or what the resource does. */
  readonly why: string;
  /** Resources that permit it, each with the line of the app that creates it. At least one. */
  readonly openedBy: readonly Opening[];
  /** Components that it passes, for example a NAT gateway or a gateway endpoint. Omitted without. */
  readonly via?: readonly string[];
  /** What else keeps the packets from arriving, for example a subnet without a route. Omitted for a connection that works. */
  readonly blockedBy?: string;
}

/** A resource that permits a connection. */
export interface Opening {
  /** Construct path. */
  readonly id: string;
  readonly type: string;
  readonly logicalId: string;
  readonly template: string;
  readonly source?: string;
}

export interface Cryptography {
  /** Encryption at rest of each component that stores data. */
  readonly atRest: readonly StoredData[];
  /** Endpoints of components that accept connections, with the lowest version of TLS. */
  readonly inTransit: readonly TransitEndpoint[];
  readonly keys: readonly Key[];
  /** Cryptographic modules of the services, where AWS publishes their validation. */
  readonly modules: readonly CryptographicModule[];
}

export interface StoredData extends AtRest {
  readonly component: string;
  readonly service: string;
}

/** A key or certificate of the workload. */
export interface Key {
  /** Key or certificate, or the database that has the certificate. */
  readonly component: string;
  /** CloudFormation type; `server certificate` for the certificate of a database instance, which the service makes. */
  readonly type: string;
  /** For example `SYMMETRIC_DEFAULT` or `RSA_2048`. */
  readonly algorithm: string | NotDetermined;
  /** Interval of the rotation, or how the certificate is renewed. */
  readonly rotation: string;
  readonly multiRegion: boolean | NotDetermined;
  /** Components that it encrypts. Ordered. */
  readonly encrypts: readonly string[];
}

export interface TransitEndpoint {
  /** Id of the component. */
  readonly component: string;
  /** What accepts connections, for example `listener on port 443`. */
  readonly endpoint: string;
  /** `TLS 1.2`, `none` where plain text is accepted. */
  readonly floor: string | NotDetermined;
  /** Security policy, parameter or statement that sets the floor. */
  readonly shownBy: string;
  /** Whether the configuration selects an endpoint or policy for FIPS 140. */
  readonly fips: boolean | NotDetermined;
  /** Certificates that the template names for the endpoint: components, or ARNs and identifiers of certificates outside the templates. Omitted if it names none. */
  readonly certificates?: readonly string[];
}

export interface CryptographicModule {
  readonly service: string;
  /** Module as the Cryptographic Module Validation Program names it. */
  readonly module: string;
  readonly certificate: string;
  readonly source: string;
}
