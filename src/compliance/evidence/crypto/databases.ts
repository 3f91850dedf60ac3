import { literal, open, tls, Transport } from './protection';
import { given, isTrue, isUnresolved } from '../../predicates/intrinsics';
import { tlsByDefault } from '../../predicates/rds';
import { originOf } from '../../predicates/rds-origin';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { Components } from '../inventory/inventory';
import { References } from '../inventory/references';
import { Key } from '../model';

/** Parameters of versions, cipher suites and modules. Source: Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance or cluster", by engine. */
const SETTINGS = [
  'tls_version', 'ssl_min_protocol_version', 'ssl_max_protocol_version', 'ssl_cipher', 'ssl_ciphers', 'tls_ciphersuites',
  'rds.tls10', 'rds.tls11', 'rds.tls12', 'rds.rc4', 'rds.diffie-hellman', 'rds.curve25519', 'rds.3des168', 'rds.fips',
];

// MySQL and MariaDB require TLS with require_secure_transport, PostgreSQL and SQL Server with rds.force_ssl.
// Source: Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance or cluster".
export function ofDatabase(database: RenderedResource, property: string, references: References): Transport {
  const named = database.properties[property];
  const group = references.one(named, database);
  const isDefaultGroup = originOf(database) === undefined && (!given(named) || literal(named).startsWith('default.'));
  const byDefault = group || isDefaultGroup ? tlsByDefault(database) : undefined;
  const parameters: Json = group?.properties.Parameters;
  const settings = SETTINGS.filter((name) => given(parameters?.[name])).map((name) => `${name} is ${textOf(parameters[name])}`);
  const required = (by: string) => tls([by, ...settings].join(', '), floorOf(parameters), fipsOf(parameters));
  const unset = (otherwise: string) => byDefault === undefined ? open(otherwise) : required(`${byDefault} is 1 by default in this version of the engine`);
  if (!group) return unset(`${property} is not in the templates`);
  const [name, value] = ['require_secure_transport', 'rds.force_ssl'].map((key) => [key, parameters?.[key]] as const).find(([, setting]) => given(setting)) ?? [];
  if (name === undefined) return unset(`${group.logicalId} has no parameter that requires TLS`);
  if (isUnresolved(value)) return open(`${name} resolves only at deployment`);
  return /^(1|on|true)$/i.test(String(value)) ? required(`${name} is ${value}`) : open(`${name} is ${value}: clients decide`);
}

// A list of versions has them in any order. SQL Server enables or disables each version.
function floorOf(parameters: Json): string {
  const versions = parameters?.tls_version ?? parameters?.ssl_min_protocol_version;
  const [floor] = [...literal(versions).matchAll(/TLSv(1\.\d|1)\b/g)].map(([, version]) => version).sort();
  if (floor) return `TLS ${floor === '1' ? '1.0' : floor}`;
  const lowest = ['0', '1', '2'].find((minor) => literal(parameters?.[`rds.tls1${minor}`]) !== 'disabled');
  return lowest !== undefined && literal(parameters?.[`rds.tls1${lowest}`]) === 'enabled' ? `TLS 1.${lowest}` : 'not determined';
}

function fipsOf(parameters: Json): Transport['fips'] {
  const fips = parameters?.['rds.fips'];
  return given(fips) && !isUnresolved(fips) ? literal(fips) === '1' || isTrue(fips) : 'not determined';
}

/** Certificate authorities. Source: Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance or cluster", section "Certificate authorities", and Amazon DocumentDB Developer Guide, "Updating your Amazon DocumentDB TLS certificates". */
const AUTHORITIES: Readonly<Record<string, string>> = { 'rds-ca-rsa2048-g1': 'RSA_2048', 'rds-ca-rsa4096-g1': 'RSA_4096', 'rds-ca-ecc384-g1': 'EC_secp384r1' };

/** Certificates of the servers of Amazon RDS and Amazon DocumentDB databases. Each instance has one. */
export function certificatesOf(drafts: Components, references: References): Key[] {
  return references.all('AWS::RDS::DBInstance', 'AWS::DocDB::DBInstance').map((instance) => {
    const isRds = instance.type === 'AWS::RDS::DBInstance';
    const authority = instance.properties.CACertificateIdentifier;
    const algorithm = AUTHORITIES[literal(authority)];
    const otherwise = isRds ? 'of the default authority of the account' : 'not determined: CACertificateIdentifier is not set';
    return {
      component: drafts.idOf(instance),
      type: 'server certificate',
      algorithm: algorithm ?? 'not determined',
      // The guide of Amazon DocumentDB has customers update certificates. Source: Amazon DocumentDB Developer Guide, "Updating your Amazon DocumentDB TLS certificates".
      rotation: given(authority) ? `of the authority ${textOf(authority)}${algorithm && isRds ? ', renewed by Amazon RDS' : ''}` : otherwise,
      multiRegion: false,
      encrypts: [],
    };
  });
}
