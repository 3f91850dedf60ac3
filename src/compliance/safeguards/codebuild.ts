import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isOneOf, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustHave, mustNotBe, Outcome, unknown } from '../predicates/outcome';
import { textOf } from '../predicates/text';
import { Json } from '../rendered';

const ON_PROJECTS = ['AWS::CodeBuild::Project'];

/** Safeguards of AWS CodeBuild. */
export const CODEBUILD: ResourceSafeguard[] = [
  {
    id: 'CodeBuild.SourceNoCredentials',
    on: ON_PROJECTS,
    statement: 'the URL of the source has no credentials',
    rationale: 'Credentials in a URL are readable in the template, the console and build logs',
    remedy: 'use a connection or source credentials of AWS CodeBuild',
    sources: {
      securityHub: ['CodeBuild.1'],
      cdkNag: ['CodeBuildProjectSourceRepoUrl'],
      prowler: ['codebuild_project_source_repo_url_no_sensitive_credentials'],
    },
    judge: ({ properties }) => allOf(...sourcesOf(properties).map(withoutCredentials)),
  },
  {
    id: 'CodeBuild.NoCredentialsInEnvironment',
    on: ON_PROJECTS,
    statement: 'environment variables hold no access keys in plain text',
    rationale: 'Variables in plain text are readable in the template, the console and build logs',
    remedy: 'use the service role, or a variable of type `SECRETS_MANAGER` or `PARAMETER_STORE`',
    sources: {
      securityHub: ['CodeBuild.2'], cdkNag: ['CodeBuildProjectEnvVarAwsCred'], prowler: ['codebuild_project_no_secrets_in_variables'],
    },
    // The default type is PLAINTEXT (AWS CodeBuild User Guide, Environment variables).
    judge: ({ properties: { Environment } }) => {
      const secret = listOf(Environment?.EnvironmentVariables)
        .find(({ Name, Type }) => (Type || 'PLAINTEXT') === 'PLAINTEXT' && ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].includes(Name));
      return secret ? fails(`EnvironmentVariables has ${secret.Name} in plain text, must reference a secret`) : HOLDS;
    },
  },
  {
    id: 'CodeBuild.LogsEncrypted',
    on: ON_PROJECTS,
    statement: 'build logs in Amazon S3 are encrypted',
    rationale: 'Build logs can contain source code and configuration',
    remedy: 'omit `encrypted: false` of the S3 logs',
    sources: { securityHub: ['CodeBuild.3'], prowler: ['codebuild_project_s3_logs_encrypted'] },
    judge: ({ properties: { LogsConfig } }) => mustNotBe('LogsConfig.S3Logs.EncryptionDisabled', LogsConfig?.S3Logs?.EncryptionDisabled, true),
  },
  {
    id: 'CodeBuild.Logged',
    on: ON_PROJECTS,
    statement: 'build logs are kept',
    rationale: 'Build logs show what was built from which source and with which commands',
    remedy: 'enable logs in CloudWatch or Amazon S3',
    sources: { securityHub: ['CodeBuild.4'], prowler: ['codebuild_project_logging_enabled'] },
    // Logs go to CloudWatch by default (AWS CodeBuild User Guide, Create a build project).
    judge: ({ properties: { LogsConfig } }) => LogsConfig?.S3Logs?.Status === 'ENABLED'
      ? HOLDS
      : mustNotBe('LogsConfig.CloudWatchLogs.Status', LogsConfig?.CloudWatchLogs?.Status, 'DISABLED'),
  },
  {
    id: 'CodeBuild.ReportsEncrypted',
    on: ['AWS::CodeBuild::ReportGroup'],
    statement: 'exported test reports are encrypted',
    rationale: 'Test reports can contain data and internals of the application',
    remedy: 'omit `encryptionDisabled`',
    sources: { securityHub: ['CodeBuild.7'] },
    judge: ({ properties: { ExportConfig } }) => ExportConfig?.ExportConfigType === 'S3'
      ? mustNotBe('ExportConfig.S3Destination.EncryptionDisabled', ExportConfig.S3Destination?.EncryptionDisabled, true)
      : undefined,
  },
  {
    id: 'CodeBuild.SourceTlsVerified',
    on: ON_PROJECTS,
    statement: 'the certificate of the source is verified',
    rationale: 'Without verification, an attacker in the network can replace the source code',
    remedy: 'omit `insecureSsl`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html',
    always: true,
    sources: {},
    judge: ({ properties }) => allOf(...sourcesOf(properties).map(({ InsecureSsl }) => mustNotBe('InsecureSsl', InsecureSsl, true))),
  },
  {
    id: 'CodeBuild.PrivateBuilds',
    on: ON_PROJECTS,
    statement: 'builds are not public',
    rationale: 'A public project shows its logs and artifacts to everyone on the internet',
    remedy: 'omit `visibility`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('Visibility', properties.Visibility, 'PUBLIC_READ'),
  },
  {
    id: 'CodeBuild.ArtifactsEncrypted',
    on: ON_PROJECTS,
    statement: 'artifacts of the build are encrypted',
    rationale: 'Artifacts are the code that is deployed, and can contain configuration',
    remedy: 'omit `encrypt: false` of the artifacts',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html',
    always: true,
    sources: {},
    judge: ({ properties: { Artifacts, SecondaryArtifacts } }) => allOf(...[...listOf(Artifacts), ...listOf(SecondaryArtifacts)]
      .map(({ EncryptionDisabled }) => mustNotBe('Artifacts.EncryptionDisabled', EncryptionDisabled, true))),
  },
  {
    id: 'CodeBuild.NotPrivileged',
    on: ON_PROJECTS,
    statement: 'builds run without elevated privileges',
    rationale: 'A privileged build controls the devices and the Docker daemon of its host',
    remedy: 'omit `privileged`, and build images with a tool that needs no daemon',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html',
    always: true,
    sources: {},
    judge: ({ properties: { Environment } }) => mustNotBe('Environment.PrivilegedMode', Environment?.PrivilegedMode, true),
  },
  {
    id: 'CodeBuild.WebhookFiltered',
    on: ON_PROJECTS,
    statement: 'webhooks start builds for selected events only',
    rationale: 'Without a filter, a pull request of anyone runs its code with the role of the project',
    remedy: 'set `webhookFilters`, and filter pull requests by actor',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html',
    always: true,
    sources: {},
    judge: ({ properties: { Triggers } }) => given(Triggers) && String(Triggers.Webhook) !== 'false'
      ? mustHave('Triggers.FilterGroups', Triggers.FilterGroups, 1)
      : undefined,
  },
];

function sourcesOf({ Source, SecondarySources }: Json): Json[] {
  return [...listOf(Source), ...listOf(SecondarySources)];
}

// `https://user:token@host/…`, and `https://token@host/…`. Without a scheme, it is the path of an object in a bucket.
function withoutCredentials({ Location: location, Type: type }: Json): Outcome {
  if (!given(location) || isOneOf(type, 'S3')) return (anyValue(location), HOLDS);
  const text = textOf(location);
  if (/\/\/[^/@:]+:[^/@]+@|\/\/(?=[^/@]*\d)\w{30,}@/.test(text)) return fails('Source.Location has credentials');
  // What follows the host is a path.
  if (/^https?:\/\/[\w.-]+\//.test(text)) return (anyValue(location), HOLDS);
  return isUnresolved(location) ? unknown('Source.Location', location) : HOLDS;
}
