import { anyValue, given, listOf } from './intrinsics';
import { Outcome } from './outcome';
import { Json, pointers, RenderedResource } from '../rendered';

const DEPLOYMENT = 'AWS::ApiGateway::Deployment';

/** Resources that are or create a stage of a REST API. */
export const REST_STAGES = ['AWS::ApiGateway::Stage', DEPLOYMENT];

/** Judges a stage of a REST API. A deployment creates a stage if it has the name of one. */
export function ofStage(judge: (stage: RenderedResource) => Outcome): (resource: RenderedResource) => Outcome | undefined {
  return (resource) => resource.type === DEPLOYMENT && !given(anyValue(resource.properties.StageName)) ? undefined : judge(resource);
}

/** A setting of a stage of a REST API. */
export function settingOf({ type, properties }: RenderedResource, name: string): Json {
  return type === DEPLOYMENT ? properties.StageDescription?.[name] : properties[name];
}

/** The settings of methods of a stage of a REST API. A deployment also has settings of all methods that have none of their own. */
export function methodSettingsOf(stage: RenderedResource): Json[] {
  const ofMethods = listOf(settingOf(stage, 'MethodSettings'));
  if (stage.type !== DEPLOYMENT) return ofMethods;
  const { StageDescription: all } = stage.properties;
  return [...ofMethods, {
    HttpMethod: '*',
    ResourcePath: '/*',
    get LoggingLevel() { return all?.LoggingLevel; },
    get DataTraceEnabled() { return all?.DataTraceEnabled; },
    get CachingEnabled() { return all?.CachingEnabled; },
    get CacheDataEncrypted() { return all?.CacheDataEncrypted; },
  }];
}

/** The settings of all methods of a stage of a REST API. */
export function ofEveryMethod(stage: RenderedResource): Json {
  return methodSettingsOf(stage).find(({ HttpMethod, ResourcePath }) => HttpMethod === '*' && ResourcePath === '/*');
}

/** Whether a web ACL is associated with a stage of a REST API. The ARN of a stage may contain its name as text. */
export function hasWebAcl(stage: RenderedResource): boolean {
  const associations = (resource: RenderedResource) => pointers(resource, 'AWS::WAFv2::WebACLAssociation', 'ResourceArn');
  const { template, properties: { RestApiId, StageName } } = stage;
  const api = template.referenced(RestApiId);
  return associations(stage).length > 0
    || api !== undefined && associations(api).some(({ properties }) => JSON.stringify(properties.ResourceArn).includes(`/stages/${StageName}"`));
}

/** Judges what an HTTP API creates by itself, if it has a target: a route, an integration and a stage, which overrides can change. */
export function quickCreated(api: RenderedResource, judge: (overrides: Json) => Outcome): Outcome | undefined {
  if (!given(anyValue(api.properties.Target))) return undefined;
  return judge(pointers(api, 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides', 'ApiId')[0]?.properties ?? {});
}
