/** Providers of OpenID Connect that many customers share. Each has subjects of all of them, so that a subject has to name the organization. */
const SHARED: ReadonlyArray<readonly [issuer: RegExp, organization: RegExp]> = [
  // Source: OpenID Connect reference (GitHub Docs). A customized subject is a list of claims, and names with immutable ids have the form name@id.
  [/^token\.actions\.githubusercontent\.com$/, /(^|:)((repo|repository|job_workflow_ref):[^/:]+\/|(repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:]+:)/],
  // Source: OpenID Connect in AWS (GitLab Docs).
  [/^gitlab\.com$/, /^project_path:[^/:]+\//],
  // Source: Workload identity tokens (HCP Terraform documentation).
  [/^app\.(eu\.)?terraform\.io$/, /^organization:[^:]+:/],
];

/** Subjects of providers that one customer has, by their form. */
const OWN: ReadonlyArray<readonly [form: RegExp, part: RegExp]> = [
  // A service account of Kubernetes, whose namespace has to be named. Source: IAM roles for service accounts (Amazon EKS User Guide).
  [/^system:/, /^system:serviceaccount:[^:]+:/],
  // The UUID of a repository of Bitbucket, with the steps of its pipelines. Source: Integrate Pipelines with resource servers using OIDC (Bitbucket Cloud support).
  [/^\{/, /^\{[^}]+\}/],
];

/**
 * Whether a condition on a subject accepts subjects of other organizations, or all subjects of a provider.
 * @param key condition key, `<issuer>:sub`
 * @param value text in which placeholders are `${…}`
 */
export function acceptsForeignSubjects(key: string, value: string): boolean {
  // A variable of IAM has the value of the request. Other placeholders are texts of the deployment.
  const pattern = value.replace(/\$\{[^}]*:[^}]*\}/g, '*').replace(/\$\{[^}]*\}/g, 'x');
  const [fixed] = pattern.split(/[*?]/);
  if (fixed === pattern) return false;
  const issuer = key.replace(/:[^:]*$/, '').toLowerCase();
  const [, needed] = SHARED.find(([name]) => name.test(issuer)) ?? OWN.find(([form]) => form.test(pattern)) ?? [];
  return needed ? !needed.test(fixed) : /^([\w-]+:)*$/.test(fixed);
}
