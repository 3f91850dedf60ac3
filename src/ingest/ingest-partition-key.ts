import { IConstruct } from 'constructs';
import { requireKnown, requireString, StringLimit } from '../core/validation';

const HEADER: StringLimit = { need: 'a header name of letters, digits and hyphens', pattern: /[A-Za-z0-9-]+/ };
const PARAMETER: StringLimit = { need: 'a query string parameter of letters, digits, hyphens and underscores', pattern: /[A-Za-z0-9_-]+/ };
const FIELD: StringLimit = { need: 'field names with periods between them', pattern: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/ };

/** Leaves room for the rest of a key of the template: YAML has keys of at most 1,024 characters (YAML 1.2.2, 7.4.2, implicit keys). */
const MAX_LENGTH = 512;

/**
 * Source of the partition key of a record. Records with the same key are in one shard and keep their order. A record without a key gets the id of its
 * request, which distributes records over all shards.
 *
 * @example
 * new KinesisIngestApi(this, 'Ingest', {
 *   webAcl: new WebAcl(this, 'WebAcl'),
 *   // Records of one device stay in order.
 *   request: { partitionKey: IngestPartitionKey.header('X-Device-Id') },
 * });
 */
export class IngestPartitionKey {
  /**
   * A header of the request, for all of its records.
   * @param name letters, digits and hyphens, at most 512
   */
  public static header(name: string): IngestPartitionKey {
    // API Gateway matches header names by case, and HTTP/2 clients send them in lower case.
    return new IngestPartitionKey('header', name, HEADER, () => [...new Set([name, `${name}`.toLowerCase()])].map(parameter));
  }

  /**
   * A parameter of the query string, for all records of the request. URLs appear in logs: do not use personal data.
   * @param name letters, digits, hyphens and underscores, at most 512
   */
  public static queryString(name: string): IngestPartitionKey {
    return new IngestPartitionKey('queryString', name, PARAMETER, () => [parameter(name)]);
  }

  /**
   * A field of each record.
   * @param path from the top of the record, at most 512 characters, for example `customer.id`
   */
  public static field(path: string): IngestPartitionKey {
    return new IngestPartitionKey('field', path, FIELD, (record) => [`$input.path("${record}.${path}")`]);
  }

  /** The id of the request. Records have no order. */
  public static requestId(): IngestPartitionKey {
    return new IngestPartitionKey('requestId', '', undefined, () => []);
  }

  private constructor(
    private readonly kind: string,
    private readonly name: string,
    private readonly limit: StringLimit | undefined,
    private readonly candidates: (record: string) => string[],
  ) {}

  /**
   * References to possible locations. The first that is not empty counts.
   * @internal
   */
  public _candidates(record: string): string[] {
    return this.candidates(record);
  }

  /**
   * Request parameter that a method declares for the key.
   * @internal
   */
  public get _requestParameter(): string | undefined {
    if (this.kind === 'header') return `method.request.header.${this.name}`;
    return this.kind === 'queryString' ? `method.request.querystring.${this.name}` : undefined;
  }

  /** @internal */
  public get _isInBody(): boolean {
    return this.kind === 'field';
  }

  /** @internal */
  public _validate(scope: IConstruct, prop: string): void {
    if (!this.limit) return;
    const argument = `${prop}.${this.kind === 'field' ? 'path' : 'name'}`;
    // The name becomes part of a template.
    requireKnown(scope, argument, this.name);
    requireString(scope, argument, this.name, this.limit);
    requireString(scope, argument, this.name, { need: `at most ${MAX_LENGTH} characters`, maxLength: MAX_LENGTH });
  }
}

function parameter(name: string): string {
  return `$input.params("${name}")`;
}
