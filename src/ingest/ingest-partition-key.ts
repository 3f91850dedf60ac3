import { IConstruct } from 'constructs';
import { refuse } from '../core/validation';

const HEADER = /^[A-Za-z0-9-]+$/;
const PARAMETER = /^[A-Za-z0-9_-]+$/;
const FIELD = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/**
 * Where the partition key of a record is taken from. Records of the same key keep their order: they are in the same shard. A record that has none there
 * gets the id of its request, which spreads records over all shards.
 */
export class IngestPartitionKey {
  /**
   * A header of the request, for all its records.
   * @param name letters, digits and hyphens
   */
  public static header(name: string): IngestPartitionKey {
    // API Gateway looks headers up as they are written, and HTTP/2 clients write them in lower case.
    return new IngestPartitionKey('header', name, HEADER, 'letters, digits and hyphens', () => [...new Set([name, name.toLowerCase()])].map(parameter));
  }

  /**
   * A parameter of the query string, for all records of the request. Mind that URLs are logged on the way: no personal data belongs there.
   * @param name letters, digits, hyphens and underscores
   */
  public static queryString(name: string): IngestPartitionKey {
    return new IngestPartitionKey('queryString', name, PARAMETER, 'letters, digits, hyphens and underscores', () => [parameter(name)]);
  }

  /**
   * A field of each record.
   * @param path from the top of the record, for example `customer.id`
   */
  public static field(path: string): IngestPartitionKey {
    return new IngestPartitionKey('field', path, FIELD, 'names of fields with dots between them', (record) => [`$input.path("${record}.${path}")`]);
  }

  /** The id of the request: records have no order. */
  public static requestId(): IngestPartitionKey {
    return new IngestPartitionKey('requestId', '', /^$/, 'nothing', () => []);
  }

  private constructor(
    private readonly kind: string,
    private readonly name: string,
    private readonly pattern: RegExp,
    private readonly need: string,
    private readonly candidates: (record: string) => string[],
  ) {}

  /**
   * References to where it may be, the first that is not empty counts.
   * @internal
   */
  public _candidates(record: string): string[] {
    return this.candidates(record);
  }

  /**
   * What a method declares for it.
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
  public _validate(scope: IConstruct): void {
    if (!this.pattern.test(this.name)) refuse(scope, `partitionKey is ${this.kind} '${this.name}', need ${this.need}`);
  }
}

function parameter(name: string): string {
  return `$input.params("${name}")`;
}
