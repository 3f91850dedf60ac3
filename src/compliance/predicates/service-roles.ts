import { anyValue, given, listOf } from './intrinsics';
import { allowances } from './policy';
import { pointers, RenderedResource } from '../rendered';

/** Whether each identity that has the permissions of a resource is a role of the templates that only these services assume. */
export function servesOnly(resource: RenderedResource, services: readonly string[]): boolean {
  const { type, template, properties: { Roles, RoleName, Users, UserName, Groups, GroupName } } = resource;
  if (type === 'AWS::IAM::Role') return isAssumedBy(resource, services);
  if ([Users, UserName, Groups, GroupName].some(given)) return false;
  const attached = [...listOf(Roles), ...listOf(RoleName)].map((role) => template.referenced(anyValue(role)));
  const roles = [...attached, ...pointers(resource, 'AWS::IAM::Role', 'ManagedPolicyArns')];
  return roles.length > 0 && roles.every((role) => role?.type === 'AWS::IAM::Role' && isAssumedBy(role, services));
}

function isAssumedBy({ properties: { AssumeRolePolicyDocument } }: RenderedResource, services: readonly string[]): boolean {
  const principals = allowances(AssumeRolePolicyDocument).map(({ Principal }) => Principal);
  return principals.length > 0 && principals.every((principal) => {
    const admitted = listOf(principal?.Service);
    return admitted.length > 0 && Object.keys(principal).length === 1 && admitted.every((service) => services.includes(service));
  });
}
