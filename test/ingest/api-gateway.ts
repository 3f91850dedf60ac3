import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Compile, parse } from 'velocityjs';

/** A request as a client sends it. */
interface Request {
  readonly body: string | Buffer;
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
}

/** An answer as a client gets it. */
interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: any;
  /** As it is sent. */
  readonly text: string;
}

/** What an AWS service answers. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
}

class Refused extends Error {
  constructor(public readonly status: number) {
    super(`API Gateway answers ${status}`);
  }
}

/**
 * Runs a method as API Gateway does: picks the template by content type, evaluates it in a VTL engine with the `$input`, `$util` and `$context` of the
 * API Gateway Developer Guide (Mapping template variables for data transformations), calls the service, picks the integration response by status.
 */
export class Gateway {
  private readonly integration: any;

  constructor(method: apigateway.Method, private readonly service: (call: any) => ServiceAnswer) {
    this.integration = Stack.of(method).resolve((method.node.defaultChild as apigateway.CfnMethod).integration);
  }

  /** What the service is sent; throws where API Gateway would answer by itself. */
  public call(request: Request): any {
    const type = (request.contentType ?? 'application/json').split(';')[0].trim();
    const template = this.integration.requestTemplates[type];
    if (template === undefined) throw new Refused(415);
    const body = type === 'application/json' ? request.body.toString('utf-8' as never) : Buffer.from(request.body).toString('base64');
    const params = { ...request.query, ...request.headers };
    return JSON.parse(evaluate(textOf(template), body, params, {}));
  }

  public send(request: Request): Answer {
    let call: any;
    try {
      call = this.call(request);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: error.status, headers: {}, body: undefined, text: '' };
    }
    const answer = this.service(call);
    const responses: any[] = this.integration.integrationResponses;
    const response = responses.find(({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(String(answer.status)))
      ?? responses.find(({ selectionPattern }) => !selectionPattern);
    const override: any = {};
    const text = evaluate(response.responseTemplates['application/json'], answer.body, {}, override);
    const mapped = Object.entries(response.responseParameters ?? {})
      .map(([name, value]) => [name.replace('method.response.header.', ''), String(value).replace(/^'|'$/g, '')]);
    return {
      status: Number(override.status ?? response.statusCode),
      headers: { ...Object.fromEntries(mapped), ...override.header },
      body: JSON.parse(text),
      text,
    };
  }
}

/** The stream's ARN is a token, of which the template has parts. */
function textOf(template: any): string {
  return typeof template === 'string' ? template : template['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : STREAM_ARN).join('');
}

/** ARN of every stream. */
export const STREAM_ARN = 'arn:aws:kinesis:eu-west-2:123456789012:stream/ledger';
export const REQUEST_ID = '6f1c2a4e-5d3b-4b7a-9a55-0d6f6a5b1c11';

function evaluate(template: string, body: string, params: Record<string, string>, responseOverride: any): string {
  responseOverride.header = {};
  const at = (path: string): any => {
    let root: unknown;
    try {
      root = JSON.parse(body);
    } catch {
      throw new Refused(400);
    }
    // A null of JSON is one of Java, which `$!` shows as nothing.
    return path.replace(/^\$\.?/, '').split(/[.[\]]+/).filter(Boolean).reduce<any>((value, name) => value?.[name] ?? undefined, root);
  };
  const context = {
    input: {
      body,
      path: at,
      json: (path: string) => JSON.stringify(at(path) ?? null),
      params: (name: string) => params[name] ?? '',
    },
    util: {
      base64Encode: (text: string) => Buffer.from(text, 'utf-8').toString('base64'),
      escapeJavaScript,
    },
    context: { requestId: REQUEST_ID, responseOverride },
  };
  // API Gateway runs Java: methods of String and List are Java's.
  return new Compile(parse(template), {
    customMethodHandlers: [
      java('replaceAll', (text: string, [pattern, replacement]) => text.replace(new RegExp(pattern, 'g'), replacement)),
      java('contains', (text: string, [part]) => text.includes(part)),
      java('toLowerCase', (text: string) => text.toLowerCase()),
    ],
  }).render(context);
}

function java(name: string, resolve: (context: any, params: any[]) => unknown) {
  return {
    uid: name,
    match: ({ property, context }: any) => property === name && typeof context === 'string',
    resolve: ({ context, params }: any) => resolve(context, params),
  };
}

/** As Commons Lang does, on which API Gateway is built: single quotes and slashes, too, and everything beyond ASCII as code units. */
function escapeJavaScript(text: string): string {
  return [...Array(text.length).keys()].map((index) => {
    const char = text[index];
    const short = SHORT_ESCAPES[char];
    if (short) return short;
    const code = text.charCodeAt(index);
    return code < 32 || code > 127 ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : char;
  }).join('');
}

const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"', "'": "\\'", '\\': '\\\\', '/': '\\/', '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r',
};
