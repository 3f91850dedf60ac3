/** A version of a secret. */
interface Version {
  readonly value: string;
  stages: string[];
}

/** Interruption before or after the effect of a command. The caller cannot distinguish the two. */
export class Killed extends Error {}

const PATH = { Field: 'path-pattern', Values: ['/api/*'], PathPatternConfig: { Values: ['/api/*'] } };

/**
 * As much of Secrets Manager, CloudFront and Elastic Load Balancing as the rotation asks of them. A distribution that is updated has servers with the
 * old configuration and servers with the new one, until it has been asked for a few times. After every command it is checked that
 * whatever a server sends is what every rule takes.
 */
export class Front {
  public readonly versions = new Map<string, Version>([['v1', { value: 'first', stages: ['AWSCURRENT'] }]]);
  public readonly rules = new Map<string, any[]>([
    ['rule/default', [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-origin-verify', Values: ['first'] } }]],
    ['rule/api', [PATH, { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin-Verify', Values: ['first'] } }]],
  ]);
  public readonly configured = new Map([['E1', 'first']]);
  public readonly serving = new Map([['E1', new Set(['first'])]]);
  public readonly refused: string[] = [];
  public readonly calls: string[] = [];
  public rotationEnabled = true;
  /** Number of reads until a distribution is deployed. */
  public deployment = 3;
  /** The command that is interrupted, counted from 1. */
  public killAt?: { readonly command: number; readonly after: boolean };
  private readonly left = new Map<string, number>();
  private readonly etags = new Map([['E1', 1]]);

  private readonly client = {
    send: async (command: any) => {
      const name = command.constructor.name.replace('Command', '');
      this.calls.push(name);
      const dies = this.killAt?.command === this.calls.length;
      if (dies && !this.killAt!.after) throw new Killed();
      try {
        return structuredClone((this as any)[name](command.input));
      } finally {
        this.check(name);
        if (dies) throw new Killed();
      }
    },
  };

  public readonly clients: any = { secrets: this.client, cloudFront: this.client, loadBalancers: this.client };
  public readonly parties = { headerName: 'X-Origin-Verify', distributions: ['E1'], rules: [...this.rules.keys()] };

  /** Starts a rotation as Secrets Manager does: the version exists without a value. */
  public begin(token = 'v2'): void {
    if (!this.versions.has(token)) this.versions.set(token, { value: '', stages: ['AWSPENDING'] });
  }

  public current(): string {
    return [...this.versions.values()].find(({ stages }) => stages.includes('AWSCURRENT'))!.value;
  }

  public taken(rule: string): string[] {
    return this.rules.get(rule)!.find(({ HttpHeaderConfig }) => HttpHeaderConfig).HttpHeaderConfig.Values;
  }

  /** Deploys the stack, which updates the distribution with the current value of the secret. */
  public redeploy(): void {
    this.configure('E1', this.current());
    this.check('redeploy');
  }

  public settle(): void {
    for (const [id, value] of this.configured) this.serving.set(id, new Set([value]));
    this.left.clear();
  }

  protected DescribeSecret({ SecretId }: any) {
    requireSecret(SecretId);
    const entries = [...this.versions].map(([id, { stages }]) => [id, stages]);
    return { RotationEnabled: this.rotationEnabled, VersionIdsToStages: Object.fromEntries(entries) };
  }

  protected GetSecretValue({ SecretId, VersionId, VersionStage = VersionId === undefined ? 'AWSCURRENT' : undefined }: any) {
    requireSecret(SecretId);
    const found = [...this.versions].find(([id, { stages, value }]) => (
      (VersionId === undefined || id === VersionId) && (VersionStage === undefined || stages.includes(VersionStage)) && value));
    if (!found) throw Object.assign(new Error('no such version'), { name: 'ResourceNotFoundException' });
    return { SecretString: found[1].value };
  }

  protected PutSecretValue({ SecretId, ClientRequestToken, SecretString, VersionStages }: any) {
    requireSecret(SecretId);
    if (this.versions.get(ClientRequestToken)?.value) throw Object.assign(new Error('exists'), { name: 'ResourceExistsException' });
    this.versions.set(ClientRequestToken, { value: SecretString, stages: VersionStages });
    return {};
  }

  protected UpdateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }: any) {
    requireSecret(SecretId);
    const from = this.versions.get(RemoveFromVersionId)!;
    if (!from.stages.includes(VersionStage)) throw Object.assign(new Error('no such stage'), { name: 'InvalidParameterException' });
    from.stages = ['AWSPREVIOUS'];
    this.versions.get(MoveToVersionId)!.stages = [VersionStage, 'AWSPENDING'];
    return {};
  }

  protected GetDistributionConfig({ Id }: any) {
    return { ETag: String(this.etags.get(Id)), DistributionConfig: this.config(Id) };
  }

  protected GetDistribution({ Id }: any) {
    const left = (this.left.get(Id) ?? 0) - 1;
    this.left.set(Id, left);
    if (left <= 0) this.serving.set(Id, new Set([this.configured.get(Id)!]));
    return { Distribution: { Status: left <= 0 ? 'Deployed' : 'InProgress', DistributionConfig: this.config(Id) } };
  }

  protected UpdateDistribution({ Id, IfMatch, DistributionConfig }: any) {
    if (IfMatch !== String(this.etags.get(Id))) throw Object.assign(new Error('changed'), { name: 'PreconditionFailed' });
    const [{ HeaderValue }] = DistributionConfig.Origins.Items[1].CustomHeaders.Items;
    this.configure(Id, HeaderValue);
    return {};
  }

  protected DescribeRules({ RuleArns }: any) {
    return { Rules: RuleArns.map((RuleArn: string) => ({ RuleArn, Conditions: this.rules.get(RuleArn) })) };
  }

  protected ModifyRule({ RuleArn, Conditions }: any) {
    for (const { Values, ...configs } of Conditions) {
      if (Values && Object.keys(configs).some((key) => key.endsWith('Config'))) throw Object.assign(new Error('twice'), { name: 'InvalidConfigurationRequest' });
    }
    this.rules.set(RuleArn, Conditions);
    return {};
  }

  private config(id: string) {
    return {
      Origins: {
        Items: [
          { Id: 'bucket' },
          { Id: 'edge', CustomHeaders: { Items: [{ HeaderName: 'X-Origin-Verify', HeaderValue: this.configured.get(id) }] } },
        ],
      },
    };
  }

  private configure(id: string, value: string) {
    this.configured.set(id, value);
    this.serving.get(id)!.add(value);
    this.left.set(id, this.deployment);
    this.etags.set(id, this.etags.get(id)! + 1);
  }

  private check(after: string) {
    for (const value of [...this.serving.values()].flatMap((values) => [...values])) {
      for (const rule of this.rules.keys()) if (!this.taken(rule).includes(value)) this.refused.push(`${rule} refuses ${value} after ${after}`);
    }
  }
}

function requireSecret(id: unknown): void {
  if (id !== 'secret') throw Object.assign(new Error('no such secret'), { name: 'ResourceNotFoundException' });
}
