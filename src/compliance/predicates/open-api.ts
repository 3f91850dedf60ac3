import { given, isSet, listOf } from './intrinsics';
import { allOf, fails, HOLDS, mustBeSet, mustNotBe, Outcome, sentOverHttps, undecided } from './outcome';
import { parsed } from './policy';
import { Json } from '../rendered';

/** Source: OpenAPI Specification; x-amazon-apigateway-any-method (API Gateway Developer Guide). */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'x-amazon-apigateway-any-method'];
/** Properties that name a definition outside the template. */
const ELSEWHERE = ['BodyS3Location', 'CloneFrom'];
const SHOWN = 3;

/** A method of an API in an OpenAPI document. */
interface Operation {
  readonly name: string;
  readonly isPreflight: boolean;
  readonly definition: Json;
}

/** Judges the OpenAPI document of an API. It is unknown if the document is not in the template. */
function ofDocument(api: Json, judge: (document: Json, operations: readonly Operation[]) => Outcome): Outcome | undefined {
  const elsewhere = ELSEWHERE.find((property) => given(api[property]));
  if (elsewhere) return undecided(`methods in ${elsewhere} are not in the templates`);
  if (!given(api.Body)) return undefined;
  const document = parsed(api.Body);
  if (document === undefined) return undecided('Body is no JSON before deployment, must be a literal value');
  const operationsAt = ([path, item]: [string, Json]) => METHODS.filter((method) => given(item?.[method])).map((method) => ({
    name: `${method.startsWith('x-') ? 'ANY' : method.toUpperCase()} ${path}`, isPreflight: method === 'options', definition: item[method],
  }));
  return judge(document, Object.entries<Json>(document.paths ?? {}).flatMap(operationsAt));
}

/**
 * Fails if a method in the OpenAPI document of an API has neither an authorizer nor AWS_IAM. A REST API ignores the security of the document as a whole (API
 * Gateway Developer Guide, Amazon API Gateway important notes).
 */
export function operationsAuthorized(api: Json, { isRest }: { readonly isRest: boolean }): Outcome | undefined {
  return ofDocument(api, (document, operations) => {
    const schemes = document.components?.securitySchemes ?? document.securityDefinitions ?? {};
    // A browser sends no credentials with the OPTIONS request of CORS.
    const open = operations.filter(({ isPreflight, definition }) => !isPreflight && !isAuthorized(definition, schemes));
    if (open.length === 0) return HOLDS;
    const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : '';
    const names = open.slice(0, SHOWN).map(({ name }) => name).join(', ');
    const finding = `Body has no authorization for ${names}${more}, must name an authorizer or AWS_IAM for each`;
    // Whether an HTTP API applies the security of the document as a whole is not documented.
    const mayBeSecured = !isRest && listOf(document.security).length > 0 && open.every(({ definition }) => definition.security === undefined);
    return mayBeSecured ? undecided(finding) : fails(finding);
  });
}

// An API key identifies a caller and does not authorize it (API Gateway Developer Guide, API Gateway API key sources).
function isAuthorized(operation: Json, schemes: Json): boolean {
  const type = operation['x-amazon-apigateway-auth']?.type;
  if (given(type)) return String(type).toUpperCase() !== 'NONE';
  return listOf(operation.security).flatMap((requirement) => Object.keys(requirement ?? {}))
    .some((name) => isSet(schemes[name]?.['x-amazon-apigateway-authorizer']) || isSet(schemes[name]?.['x-amazon-apigateway-authtype']));
}

/** Fails if a method in the OpenAPI document of an API sends requests over plain HTTP. */
export function operationsSentOverHttps(api: Json): Outcome | undefined {
  return ofDocument(api, (document, operations) => allOf(...integrations(document, operations).map(([name, { uri }]) => (
    given(uri) ? sentOverHttps(`uri of ${name} in Body`, uri) : HOLDS))));
}

/** Fails if a private integration in the OpenAPI document of an API has no TLS. */
export function privateOperationsEncrypted(api: Json): Outcome | undefined {
  return ofDocument(api, (document, operations) => allOf(...integrations(document, operations)
    .filter(([, { connectionType }]) => connectionType === 'VPC_LINK')
    .map(([name, { tlsConfig }]) => mustBeSet(`tlsConfig of ${name} in Body`, tlsConfig))));
}

/** Fails if the OpenAPI document of a REST API answers preflight or failed requests of every web site. */
export function documentRestrictsOrigins(api: Json): Outcome | undefined {
  const restricted = (name: string, header: Json) => mustNotBe(`Access-Control-Allow-Origin of ${name} in Body`, header, "'*'");
  return ofDocument(api, (document, operations) => allOf(
    ...integrations(document, operations.filter(({ isPreflight }) => isPreflight)).flatMap(([name, { responses }]) => (
      Object.values<Json>(responses ?? {})
        .map((response) => restricted(name, response?.responseParameters?.['method.response.header.Access-Control-Allow-Origin'])))),
    ...Object.entries<Json>(document['x-amazon-apigateway-gateway-responses'] ?? {})
      .map(([name, response]) => restricted(name, response?.responseParameters?.['gatewayresponse.header.Access-Control-Allow-Origin'])),
  ));
}

// An operation has its integration, or refers to one of the document.
function integrations(document: Json, operations: readonly Operation[]): Array<[name: string, integration: Json]> {
  return operations.flatMap(({ name, definition }): Array<[string, Json]> => {
    const own = definition['x-amazon-apigateway-integration'];
    const [, key] = typeof own?.$ref === 'string' ? /^#\/components\/x-amazon-apigateway-integrations\/(.+)$/.exec(own.$ref) ?? [] : [];
    const integration = key === undefined ? own : document.components?.['x-amazon-apigateway-integrations']?.[key];
    return given(integration) ? [[name, integration]] : [];
  });
}
