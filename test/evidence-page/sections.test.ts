/** @library own */
import { emptyContent } from './content';
import { PageWindow } from './page-document.fixture';
import { outlineOf } from './page-outline.fixture';
import { richContent } from './rich-content';
import { cost, cryptography, deviations, diagrams, flows, inventory } from '../../src/evidence-page/registers';
import { summary } from '../../src/evidence-page/summary';

beforeAll(() => { new PageWindow(); });

describe('sections', () => {
  test('the summary', () => {
    expect(outlineOf(summary(richContent()))).toEqual([
      'h2: Summary',
      'dl tiles:',
      '- <div class="bad"><dt>Findings</dt><dd><b>2</b><small>must be mended or acknowledged</small></dd></div>',
      '- <div class><dt>Acknowledged by the workload</dt><dd><b>3</b><small>next expiry: 2027-01-01</small></dd></div>',
      '- <div class><dt>By design of the library</dt><dd><b>1</b><small>deviations of its own constructs</small></dd></div>',
      '- <div class><dt>Resources</dt><dd><b>1,234</b><small>in 2 stacks</small></dd></div>',
      '- <div class><dt>Judgements</dt><dd><b>5,678</b><small>of 1 safeguard</small></dd></div>',
      '- <div class><dt>Unjudged resource types</dt><dd><b>2</b><small>AWS::Timestream::Table (2), AWS::IoT::Thing (1)</small></dd></div>',
      '- <div class><dt>Permitted connections</dt><dd><b>2</b><small>1 not shown to be encrypted</small></dd></div>',
      '- <div class><dt>Estimated cost</dt><dd><b>$1,235 a month</b><small>prices of 2026-10-01, without 1 line whose amount is not known and 1 charge by use or without a price</small></dd></div>',
      'div framework:',
      '- <h3>PCI <small>2 controls</small></h3>',
      '- <div class="bar" aria-hidden="true"><span class="status fails" flexGrow=1></span><span class="status customer" flexGrow=1></span></div>',
      '- <ul class="counts"><li><span class="status dot fails" aria-hidden="true"></span><a href="#framework=pci&status=fails">1 fails</a></li><li><span class="status dot customer" aria-hidden="true"></span><a href="#framework=pci&status=customer">1 customer</a></li></ul>',
      '- <p><small>Source: PCI SSC</small></p>',
      'div framework:',
      '- <h3>SOC 2 <small>3 controls</small></h3>',
      '- <div class="bar" aria-hidden="true"><span class="status satisfied" flexGrow=1></span><span class="status attested" flexGrow=1></span><span class="status not-judged" flexGrow=1></span></div>',
      '- <ul class="counts"><li><span class="status dot satisfied" aria-hidden="true"></span><a href="#framework=soc2&status=satisfied">1 satisfied</a></li><li><span class="status dot attested" aria-hidden="true"></span><a href="#framework=soc2&status=attested">1 attested</a></li><li><span class="status dot not-judged" aria-hidden="true"></span><a href="#framework=soc2&status=not%20judged">1 not judged</a></li></ul>',
      '- <p><small>Source: AICPA</small></p>',
    ]);
  });

  test('deviations of a workload that has everything', () => {
    expect(outlineOf(deviations(richContent()))).toEqual([
      'h2: Deviations',
      'h3: Findings (2)',
      'table Findings: Safeguard | Resource | Finding | Controls',
      '- <code>RDS.Encrypted</code><small>high: clusters are encrypted</small> | <span class="path">App/Data/Cluster</span><small>AppDataCluster</small> | StorageEncrypted is false | <div class="ids"><a href="#control=pci/3.5">3.5</a> </div><small class="ids">Related, status does not depend on it: <a href="#control=pci/3.6">3.6</a> </small><div class="ids"><a href="#control=soc2/CC6.2">CC6.2</a> </div>',
      '- <code>RDS.Encrypted</code><small>high: clusters are encrypted</small> | <span class="path">the workload as a whole</span><small></small> | a parameter decides it | <div class="ids"><a href="#control=pci/3.5">3.5</a> </div><small class="ids">Related, status does not depend on it: <a href="#control=pci/3.6">3.6</a> </small><div class="ids"><a href="#control=soc2/CC6.2">CC6.2</a> </div>',
      'h3: Acknowledged by the workload (3)',
      'table Acknowledged deviations: Safeguard | Resource | Finding | Controls | Reason | Expires',
      '- <code>S3.Logging</code><small>low: buckets are logged</small> | <span class="path">App/Web/Soon</span><small>AppWebSoon</small> | no access log | <small class="ids">Related, status does not depend on it: <a href="#control=pci/9.9">9.9</a> </small> | reason of App/Web/Soon.<small>ticket SEC-2</small> | 2027-01-01',
      '- <code>S3.Logging</code><small>low: buckets are logged</small> | <span class="path">App/Web/Late</span><small>AppWebLate</small> | no access log | <small class="ids">Related, status does not depend on it: <a href="#control=pci/9.9">9.9</a> </small> | reason of App/Web/Late.<small>ticket SEC-1, owner Ann, approved by Bob, since 2026-01-01</small> | 2028-01-01',
      '- <code>S3.Logging</code><small>low: buckets are logged</small> | <span class="path">App/Web/Never</span><small>AppWebNever</small> | no access log | <small class="ids">Related, status does not depend on it: <a href="#control=pci/9.9">9.9</a> </small> | reason of App/Web/Never<small></small> | never',
      'h3: By design of the library (1)',
      '<p>Constructs of the library have these deviations, with the reason that the library gives. No one has approved them for this workload.</p>',
      'table Deviations by design: Safeguard | Resource | Finding | Controls | Reason',
      '- <code>S3.Logging</code><small>low: buckets are logged</small> | <span class="path">App/Web/Design</span><small>AppWebDesign</small> | no access log | <small class="ids">Related, status does not depend on it: <a href="#control=pci/9.9">9.9</a> </small> | reason of App/Web/Design',
      'h3: Attested, not shown by a template',
      'table Attestations: Statement | By | Safeguards',
      '- Backups are tested. | App | <code>Backup.Tested</code> <code>Backup.Kept</code>',
      'h3: Acknowledgements without a finding',
      'table Acknowledgements without a finding: Safeguard | Construct | Reason',
      '- <code>EC2.Open</code> | App/Old | It was open.',
      'h3: Safeguards of the app that judged no resource',
      'table Safeguards of the app that judged no resource: Safeguard | Resource types',
      '- <code>App.Own</code> | AWS::SQS::Queue, AWS::SNS::Topic',
    ]);
  });

  test('inventory of a workload that has everything', () => {
    expect(outlineOf(inventory(richContent()))).toEqual([
      'h2: Inventory',
      '<p>2 components, and 6 resources that configure them.</p>',
      'table Components: Component | Service | Purpose | Exposure | Encryption at rest | Data class | Region, account and VPC | Declared in',
      '- cluster<small class="path">App/Data/Cluster</small> | Amazon Aurora<small>AWS::RDS::DBCluster</small><small>aurora-postgresql 17.9</small> | Ledger entries<small>BackupRetentionPeriod: 35, parameter rds.force_ssl: 1</small> | vpc | customer managed key<small class="path">App/Key</small> | confidential | eu-west-2<small>111111111111</small><small class="path">App/Data/Vpc</small> | <code>DataCluster</code><small>Data.template.json, app.ts:7:3</small><small>Condition: IsProduction</small>',
      '- role<small class="path">App/Data/Role</small> | AWS IAM<small>AWS::IAM::Role</small> | Role of the cluster | account |  |  | eu-west-1<small>222222222222</small> | <code>DataRole</code><small>Data.template.json</small>',
      'h3: Parties outside the workload',
      'table Parties: Party | Kind | Purpose | Used by',
      '- internet | internet<small>third party</small> | Clients | <div class="path">App/Web/A</div><div class="path">App/Web/B</div>',
      '- logs | aws service | Logs | ',
    ]);
  });

  test('flows of a workload that has everything', () => {
    expect(outlineOf(flows(richContent()))).toEqual([
      'h2: Flows',
      'table Permitted connections: From | To | Protocol and port | Encryption | Why | Opened by',
      '- <div>internet</div><div>logs<small>aws service</small></div> | <div class="path">App/Data/Cluster</div> | TCP 443<small>network</small> | <span class="flow not-encrypted">not encrypted</span><small>no TLS</small> | clients<small class="path">Via: App/Web/Gateway</small><small>Blocked by: no route</small> | <div class="path">App/Data/Rule<small>app.ts:9:1</small></div><div class="path">App/Data/Other</div>',
      '- <div>internet</div> | <div>internet</div> | HTTPS<small>event</small> | <span class="flow not-determined">not determined</span><small>a parameter</small> | more | ',
      '- <div class="path">App/Data/Cluster</div> | <div>internet</div> | HTTPS<small>event</small> | <span class="flow encrypted">encrypted</span><small>AWS</small> | events | ',
    ]);
  });

  test('diagrams of a workload that has everything', () => {
    expect(outlineOf(diagrams(richContent()))).toEqual([
      'h2: Diagrams',
      '<figure><figcaption>Architecture</figcaption><div class="scroll diagram" role="region" tabindex="0" aria-label="Architecture">markup: <svg>architecture</svg></div></figure>',
      '<figure><figcaption>Data flow</figcaption><div class="scroll diagram" role="region" tabindex="0" aria-label="Data flow">markup: <svg>data flow</svg></div></figure>',
    ]);
  });

  test('cryptography of a workload that has everything', () => {
    expect(outlineOf(cryptography(richContent()))).toEqual([
      'h2: Cryptography',
      '<p>Not shown by the templates: cipher suites that a named security policy or an engine permits; cipher suites and protocols of the code of the workload; '
        + 'cryptographic modules in operating systems, container images and functions; certificates that the templates only name.</p>',
      'h3: At rest',
      'table Encryption at rest: Component | Key | Shown by',
      '- <span class="path">App/Data/Cluster</span><small>Amazon Aurora</small> | customer managed key<small class="path">App/Key</small> | KmsKeyId',
      'h3: In transit',
      'table Encryption in transit: Component | Endpoint | Lowest version | FIPS | Shown by',
      '- <span class="path">App/A</span> | https://a<small class="path">Certificate: App/Cert, App/Other</small> | TLS 1.2 | yes | policy',
      '- <span class="path">App/B</span> | https://b | TLS 1.3 | no | policy',
      '- <span class="path">App/C</span> | https://c | not determined | not determined | default',
      'h3: Keys and certificates',
      'table Keys and certificates: Key | Algorithm | Rotation | Encrypts',
      '- <span class="path">App/Key</span><small>AWS::KMS::Key</small> | AES-256 | every 365 days<small>multi-Region</small> | <div class="path">App/Data/Cluster</div><div class="path">App/Data/Bucket</div>',
      '- <span class="path">App/Cert</span><small>AWS::CertificateManager::Certificate</small> | RSA 2048 | by ACM | ',
      'h3: Validated modules',
      'table Validated modules: Service | Module | Certificate | Source',
      '- AWS KMS | HSM | 4884 | NIST CMVP',
      '<p>Validation of the module is not determined: Amazon Aurora.</p>',
    ]);
  });

  test('cost of a workload that has everything', () => {
    expect(outlineOf(cost(richContent()))).toEqual([
      'h2: Cost',
      '<p><b>$1,234.56 a month</b>, without 1 line whose amount is not known and 1 charge by use or without a price. An estimate, not a quote.</p>',
      'table Lines of the estimate: Item | Region | (number) Quantity | (number) Price | (number) USD a month | Source',
      '- Cluster<small>two instances</small> | eu-west-2 | (number) 1,460<small>assumed</small> | (number) 0.1 per hour | (number) 146.00 | Price list<small>2026-10-01</small>',
      '- Requests<small></small> | eu-west-1 | (number) not determined | (number) not known | (number) not known | ',
      'h3: Assumptions',
      '<ul><li>One million requests.</li></ul>',
      'h3: Not in the estimate',
      '<ul><li>Data transfer (2 resources)</li></ul>',
    ]);
  });

  test('summary of a workload that has nothing', () => {
    expect(outlineOf(summary(emptyContent()))).toEqual([
      'h2: Summary',
      'dl tiles:',
      '- <div class><dt>Findings</dt><dd><b>0</b><small>nothing fails</small></dd></div>',
      '- <div class><dt>Acknowledged by the workload</dt><dd><b>0</b><small>no deviation</small></dd></div>',
      '- <div class><dt>By design of the library</dt><dd><b>0</b><small>no deviation</small></dd></div>',
      '- <div class><dt>Resources</dt><dd><b>0</b><small>in 0 stacks</small></dd></div>',
      '- <div class><dt>Judgements</dt><dd><b>0</b><small>of 0 safeguards</small></dd></div>',
      '- <div class><dt>Unjudged resource types</dt><dd><b>0</b><small>every type has a safeguard or needs none</small></dd></div>',
      '- <div class><dt>Permitted connections</dt><dd><b>0</b><small>0 not shown to be encrypted</small></dd></div>',
      '- <div class><dt>Estimated cost</dt><dd><b>$0 a month</b><small>prices of the price table</small></dd></div>',
      '<p>No framework applies to this workload.</p>',
    ]);
  });

  test('deviations of a workload that has nothing', () => {
    expect(outlineOf(deviations(emptyContent()))).toEqual([
      'h2: Deviations',
      '<p>No finding and no acknowledged deviation.</p>',
    ]);
  });

  test('inventory of a workload that has nothing', () => {
    expect(outlineOf(inventory(emptyContent()))).toEqual([
      'h2: Inventory',
      '<p>0 components, and 0 resources that configure them.</p>',
      'table Components: Component | Service | Purpose | Exposure | Encryption at rest | Data class | Region, account and VPC | Declared in',
    ]);
  });

  test('flows of a workload that has nothing', () => {
    expect(outlineOf(flows(emptyContent()))).toEqual([
      'h2: Flows',
      '<p>The templates permit no connection.</p>',
    ]);
  });

  test('cryptography of a workload that has nothing', () => {
    expect(outlineOf(cryptography(emptyContent()))).toEqual([
      'h2: Cryptography',
      '<p>Not shown by the templates: cipher suites that a named security policy or an engine permits; cipher suites and protocols of the code of the workload; '
        + 'cryptographic modules in operating systems, container images and functions; certificates that the templates only name.</p>',
      'h3: At rest',
      'table Encryption at rest: Component | Key | Shown by',
      'h3: In transit',
      'table Encryption in transit: Component | Endpoint | Lowest version | FIPS | Shown by',
      'h3: Keys and certificates',
      'table Keys and certificates: Key | Algorithm | Rotation | Encrypts',
    ]);
  });

  test('cost of a workload that has nothing', () => {
    expect(outlineOf(cost(emptyContent()))).toEqual([
      'h2: Cost',
      '<p><b>$0.00 a month</b>. An estimate, not a quote.</p>',
      'h3: Assumptions',
      '<ul><li>On-demand prices without discounts, free tiers, taxes and support. A month has 730 hours.</li><li>Scaling groups run their desired capacity, services their minimum. Scheduled and automatic scaling is not included.</li></ul>',
    ]);
  });

  test('one deviation of each kind is a deviation', () => {
    const { outcomes } = richContent().evidence;
    const headsWith = (index: number) => outlineOf(deviations(richContent({
      outcomes: [outcomes[index]], attested: undefined, unmatchedSafeguards: undefined, unusedAcknowledgements: undefined,
    }))).filter((line) => !line.startsWith('-')).slice(1, 2);
    expect([0, 1, 2, 3, 6].map(headsWith)).toEqual([
      ['<p>No finding and no acknowledged deviation.</p>'], ['h3: Findings (1)'], ['h3: Findings (1)'], ['h3: Acknowledged by the workload (1)'],
      ['h3: By design of the library (1)'],
    ]);
  });

  test('deviations of the workload and of the library are deviations', () => {
    const { outcomes } = richContent().evidence;
    expect(outlineOf(deviations(richContent({ outcomes: [outcomes[3], outcomes[6]] })))[1]).toBe('h3: Acknowledged by the workload (1)');
  });

  test('acknowledgements without an expiry are last, whatever their order', () => {
    const { outcomes } = richContent().evidence;
    const pathsOf = (order: number[]) => outlineOf(deviations(richContent({ outcomes: order.map((index) => outcomes[index]) })))
      .flatMap((line) => /App\/Web\/(?!Design)\w+(?=<)/.exec(line) ?? []);
    expect(pathsOf([3, 4, 5])).toEqual(['App/Web/Soon', 'App/Web/Late', 'App/Web/Never']);
    expect(pathsOf([5, 4, 3])).toEqual(['App/Web/Soon', 'App/Web/Late', 'App/Web/Never']);
  });

  test('the summary of acknowledgements that do not expire, and of prices with a day', () => {
    const { outcomes, cost: estimated, summary: counts } = richContent().evidence;
    const lines = outlineOf(summary(richContent({
      outcomes: [outcomes[3]], cost: { ...estimated, unknownLines: 0 }, summary: { ...counts, findings: 1 },
    })));
    expect(lines.filter((line) => /<dt>(Findings|Acknowledged|Estimated)/.test(line))).toEqual([
      '- <div class="bad"><dt>Findings</dt><dd><b>1</b><small>must be mended or acknowledged</small></dd></div>',
      '- <div class><dt>Acknowledged by the workload</dt><dd><b>3</b><small>none expires</small></dd></div>',
      '- <div class><dt>Estimated cost</dt><dd><b>$1,235 a month</b><small>prices of 2026-10-01, without 1 charge by use or without a price</small></dd></div>',
    ]);
  });

  test('without files of diagrams there is no section', () => {
    expect(diagrams(emptyContent())).toBe(undefined);
  });
});
