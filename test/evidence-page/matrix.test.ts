/** @library own */
import { emptyContent } from './content';
import { PageElement, PageWindow } from './page-document.fixture';
import { richContent } from './rich-content';
import { PageContent } from '../../src/compliance/evidence/page';
import { STATUSES } from '../../src/compliance/evidence/status';
import { matrix, STATUSES as SHOWN } from '../../src/evidence-page/matrix';

type Evidence = PageContent['evidence'];

function show(content = richContent()): { window: PageWindow; section: PageElement } {
  const window = new PageWindow();
  const section = matrix(content) as unknown as PageElement;
  window.append(section);
  return { window, section };
}

const linesOf = (section: PageElement) => section.querySelectorAll('tbody tr').filter(({ hidden }) => !hidden);
const shownIn = (section: PageElement) => linesOf(section).map((line) => line.dataset.control ?? line.id);
const fieldOf = (section: PageElement, name: string) => section.querySelectorAll('label').find(({ textContent }) => textContent.startsWith(name))!.children[1] as PageElement;

function enter(section: PageElement, name: string, value: string): void {
  const field = fieldOf(section, name);
  field.value = value;
  field.fire('input');
}

const ALL = ['pci/3.5', 'soc2/CC6.2', 'soc2/CC6.1', 'soc2/CC9.9', 'pci/1.1'];

test('shows the statuses of the evidence in their order', () => {
  expect(SHOWN).toEqual(STATUSES);
});

test('a workload without controls has no matrix', () => {
  expect(String(show(emptyContent()).section)).toBe(
    '<section id="controls" aria-labelledby="controls-title"><h2 id="controls-title" tabindex="-1">Controls</h2><p>No framework with controls applies to this workload.</p></section>');
});

test('the head says what a status is, and has the filters', () => {
  const [head] = String(show().section).split('<tbody');
  expect(head.split(/(?=<p>|<form|<label|<button|<datalist|<div|<thead)/)).toEqual([
    '<section id="controls" aria-labelledby="controls-title"><h2 id="controls-title" tabindex="-1">Controls</h2>',
    '<p>A status is what safeguards prove in the templates. <b>Satisfied in part</b> and <b>not judged</b> leave a part open. Open a control to see it. <b>Holds on</b> counts the resources that the safeguards of a control apply to, which can be fewer than there are.</p>',
    '<form class="filters" role="search">',
    '<label><span>Framework</span><select name="framework"><option value>All (2)</option><option value="pci">PCI</option><option value="soc2">SOC 2</option></select></label>',
    '<label><span>Status</span><select name="status"><option value>All (5)</option><option value="fails">fails (1)</option><option value="satisfied">satisfied (1)</option><option value="attested">attested (1)</option><option value="not judged">not judged (1)</option><option value="customer">customer (1)</option></select></label>',
    '<label><span>Construct</span><input type="search" list="constructs" autocomplete="off"></input></label>',
    '<label><span>Text</span><input type="search" autocomplete="off"></input></label>',
    '<button type="button">Clear filters</button></form>',
    '<datalist id="constructs"><option value="App/Data/Cluster"></option><option value="App/Data/Holds"></option><option value="App/Web/Design"></option><option value="App/Web/Late"></option><option value="App/Web/Never"></option><option value="App/Web/Soon"></option></datalist>',
    '<p><output id="matches" aria-live="polite">5 controls</output></p>',
    '<div class="matrix"><table role="table"><caption class="hidden">Controls of the frameworks with status, proof and what is left</caption>',
    '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Control</th><th scope="col" role="columnheader">Title</th><th scope="col" role="columnheader">Status</th><th scope="col" role="columnheader">Holds on</th><th scope="col" role="columnheader">Left to</th></tr></thead>',
  ]);
});

test('has a row for each control, with those that fail first', () => {
  const { section } = show();
  expect(section.querySelectorAll('tbody tr').map(String)).toEqual([
    '<tr role="row" data-control="pci/3.5" id="control-pci-3-5"><th scope="row" role="rowheader"><button type="button" class="open" aria-expanded="false"><span class="marker" aria-hidden="true"></span><span>3.5<small>PCI</small></span></button></th><td role="cell" class="title">Stored data <a href="#control=pci/3.5" class="link" aria-label="Link to 3.5 of PCI">#</a></td><td role="cell"><span class="status fails">fails</span></td><td role="cell" data-head="Holds on">1 of 7</td><td role="cell" data-head="Left to">workload</td></tr>',
    '<tr role="row" data-control="soc2/CC6.2" id="control-soc2-CC6-2"><th scope="row" role="rowheader"><button type="button" class="open" aria-expanded="false"><span class="marker" aria-hidden="true"></span><span>CC6.2<small>SOC 2</small></span></button></th><td role="cell" class="title">Encryption <a href="#control=soc2/CC6.2" class="link" aria-label="Link to CC6.2 of SOC 2">#</a></td><td role="cell"><span class="status satisfied">satisfied</span></td><td role="cell" data-head="Holds on">3 of 3, 1 document</td><td role="cell" data-head="Left to"></td></tr>',
    '<tr role="row" data-control="soc2/CC6.1" id="control-soc2-CC6-1"><th scope="row" role="rowheader"><button type="button" class="open" aria-expanded="false"><span class="marker" aria-hidden="true"></span><span>CC6.1<small>SOC 2</small></span></button></th><td role="cell" class="title">Inventory <a href="#control=soc2/CC6.1" class="link" aria-label="Link to CC6.1 of SOC 2">#</a></td><td role="cell"><span class="status attested">attested</span></td><td role="cell" data-head="Holds on">2 documents</td><td role="cell" data-head="Left to">AWS</td></tr>',
    '<tr role="row" data-control="soc2/CC9.9" id="control-soc2-CC9-9"><th scope="row" role="rowheader"><button type="button" class="open" aria-expanded="false"><span class="marker" aria-hidden="true"></span><span>CC9.9<small>SOC 2</small></span></button></th><td role="cell" class="title">No statement <a href="#control=soc2/CC9.9" class="link" aria-label="Link to CC9.9 of SOC 2">#</a></td><td role="cell"><span class="status not-judged">not judged</span></td><td role="cell" data-head="Holds on"></td><td role="cell" data-head="Left to">no statement</td></tr>',
    '<tr role="row" data-control="pci/1.1" id="control-pci-1-1"><th scope="row" role="rowheader"><button type="button" class="open" aria-expanded="false"><span class="marker" aria-hidden="true"></span><span>1.1<small>PCI</small></span></button></th><td role="cell" class="title">Policies <a href="#control=pci/1.1" class="link" aria-label="Link to 1.1 of PCI">#</a></td><td role="cell"><span class="status customer">customer</span></td><td role="cell" data-head="Holds on"></td><td role="cell" data-head="Left to">customer</td></tr>',
  ]);
  expect(String(section.children.at(-1))).toBe('<p hidden>No control matches the filters.</p>');
});

test('a row opens and closes its proof', () => {
  const { section } = show();
  const buttons = section.querySelectorAll('button.open');
  buttons.forEach((button) => button.fire('click'));
  expect(buttons.map((button) => [button.getAttribute('aria-expanded'), button.getAttribute('aria-controls')])).toEqual(
    ['pci-3-5', 'soc2-CC6-2', 'soc2-CC6-1', 'soc2-CC9-9', 'pci-1-1'].map((id) => ['true', `control-${id}-detail`]));
  expect(shownIn(section).slice(0, 3)).toEqual(['pci/3.5', 'control-pci-3-5-detail', 'soc2/CC6.2']);
  buttons[0].fire('click');
  expect(buttons[0].getAttribute('aria-expanded')).toBe('false');
  expect(shownIn(section).slice(0, 2)).toEqual(['pci/3.5', 'soc2/CC6.2']);
  buttons[0].fire('click');
  expect(section.querySelectorAll('tr.detail')).toHaveLength(5);
  expect(shownIn(section).slice(0, 2)).toEqual(['pci/3.5', 'control-pci-3-5-detail']);
});

test('the proof has results that fail first, what is left, reports and parts of the evidence', () => {
  const { section } = show();
  section.querySelectorAll('button.open').forEach((button) => button.fire('click'));
  expect(section.querySelectorAll('tr.detail').map((detail) => String(detail).split(/(?=<h3|<details|<p|<li|<dt|<dd)/))).toEqual([
    [
      '<tr class="detail" role="row" id="control-pci-3-5-detail"><td colspan="5" role="cell"><div class="proof"><div>',
      '<h3>Proven in the templates</h3>',
      '<details open><summary><code>RDS.Encrypted</code> clusters are encrypted: holds on 1 of 3, proves a part of the control</summary>',
      '<p>It applies to 3 of 4 resources of AWS::RDS::DBCluster. Severity: high. <a href="https://docs.aws.amazon.com/rds" rel="noreferrer">AWS documentation</a></p><ul>',
      '<li class="result fails"><b>fails</b> <span class="path">App/Data/Cluster</span><small> <code>AppDataCluster</code> in Data.template.json, app.ts:7:3</small><div>StorageEncrypted is false.</div></li>',
      '<li class="result unknown"><b>not determined</b> <span class="path">the workload as a whole</span><small></small><div>a parameter decides it.</div></li>',
      '<li class="result holds"><b>holds</b> <span class="path">App/Data/Holds</span><small> <code>AppDataHolds</code> in Data.template.json</small></li></ul></details>',
      '<details open><summary><code>S3.Logging</code> buckets are logged: holds on 0 of 4, proves the whole control</summary>',
      '<p>Severity: low. </p>',
      '<p>This project relates it to the control, and no published mapping: logs show access.</p><ul>',
      '<li class="result acknowledged"><b>acknowledged</b> <span class="path">App/Web/Never</span><small> <code>AppWebNever</code> in Data.template.json</small><div>no access log.</div><div>Reason: reason of App/Web/Never.</div></li>',
      '<li class="result acknowledged"><b>acknowledged</b> <span class="path">App/Web/Late</span><small> <code>AppWebLate</code> in Data.template.json</small><div>no access log.</div><div>Reason: reason of App/Web/Late. Until 2028-01-01.</div></li>',
      '<li class="result acknowledged"><b>acknowledged</b> <span class="path">App/Web/Soon</span><small> <code>AppWebSoon</code> in Data.template.json</small><div>no access log.</div><div>Reason: reason of App/Web/Soon. Until 2027-01-01.</div></li>',
      '<li class="result acknowledged"><b>acknowledged</b> <span class="path">App/Web/Design</span><small> <code>AppWebDesign</code> in Data.template.json</small><div>no access log.</div><div>Reason: reason of App/Web/Design.</div></li></ul></details></div><div>',
      '<h3>Left</h3><dl>',
      '<dt>Deviations</dt>',
      '<dd>Findings: RDS.Encrypted on 2 of 3.</dd>',
      '<dd>Acknowledged by the workload: S3.Logging on 3 of 4.</dd>',
      '<dd>By design of the library: S3.Logging on 1 of 4.</dd>',
      '<dt>Not judged</dt>',
      '<dd>No safeguard judges 1 resource type: AWS::Timestream::Table</dd>',
      '<dt>Workload</dt>',
      '<dd>Rotate keys.</dd>',
      '<dt>Not applicable</dt>',
      '<dd>No cards.</dd></dl>',
      '<p>Reports in AWS Artifact: SOC 2; PCI AOC.</p></div></div></td></tr>',
    ],
    [
      '<tr class="detail" role="row" id="control-soc2-CC6-2-detail"><td colspan="5" role="cell"><div class="proof"><div>',
      '<h3>Proven in the templates</h3>',
      '<p>Parts of this evidence that show it:</p><ul>',
      '<li><a href="#cryptography">crypto.json</a>: the keys.</li></ul>',
      '<details><summary><code>RDS.Encrypted</code> clusters are encrypted: holds on 3 of 3, proves the whole control</summary>',
      '<p>It applies to 3 of 4 resources of AWS::RDS::DBCluster. Severity: high. <a href="https://docs.aws.amazon.com/rds" rel="noreferrer">AWS documentation</a></p><ul>',
      '<li class="result fails"><b>fails</b> <span class="path">App/Data/Cluster</span><small> <code>AppDataCluster</code> in Data.template.json, app.ts:7:3</small><div>StorageEncrypted is false.</div></li>',
      '<li class="result unknown"><b>not determined</b> <span class="path">the workload as a whole</span><small></small><div>a parameter decides it.</div></li>',
      '<li class="result holds"><b>holds</b> <span class="path">App/Data/Holds</span><small> <code>AppDataHolds</code> in Data.template.json</small></li></ul></details></div><div>',
      '<h3>Left</h3>',
      '<p>Nothing: the safeguards prove the whole control.</p></div></div></td></tr>',
    ],
    [
      '<tr class="detail" role="row" id="control-soc2-CC6-1-detail"><td colspan="5" role="cell"><div class="proof"><div>',
      '<h3>Proven in the templates</h3>',
      '<p>No safeguard that is evidence of this control applies to a resource.</p>',
      '<p>Parts of this evidence that show it:</p><ul>',
      '<li><a href="#inventory">inventory.json</a>: the components.</li>',
      '<li><a href="#flows">flows.json</a>: the flows.</li></ul></div><div>',
      '<h3>Left</h3><dl>',
      '<dt>AWS</dt>',
      '<dd>Data centers.</dd></dl></div></div></td></tr>',
    ],
    [
      '<tr class="detail" role="row" id="control-soc2-CC9-9-detail"><td colspan="5" role="cell"><div class="proof"><div>',
      '<h3>Proven in the templates</h3>',
      '<p>No safeguard that is evidence of this control applies to a resource.</p></div><div>',
      '<h3>Left</h3>',
      '<p>No responsibility statement.</p></div></div></td></tr>',
    ],
    [
      '<tr class="detail" role="row" id="control-pci-1-1-detail"><td colspan="5" role="cell"><div class="proof"><div>',
      '<h3>Proven in the templates</h3>',
      '<p>No safeguard that is evidence of this control applies to a resource.</p></div><div>',
      '<h3>Left</h3><dl>',
      '<dt>Customer</dt>',
      '<dd>Write policies.</dd></dl></div></div></td></tr>',
    ],
  ]);
});

test('a safeguard that holds on every resource is closed in the proof', () => {
  const { section } = show();
  section.querySelectorAll('button.open')[1].fire('click');
  expect(section.querySelectorAll('details').map((each) => each.getAttribute('open'))).toEqual([null]);
});

describe('what is left, without a statement', () => {
  const leftOf = (control: Partial<Evidence['frameworks'][number]['controls'][number]>) => {
    const [framework] = richContent().evidence.frameworks;
    const { section } = show(richContent({
      frameworks: [{ ...framework, controls: [{ id: '1', title: 'One', status: 'not judged', proven: [], left: 'no responsibility statement', ...control }] }],
    }));
    section.querySelector('button.open')!.fire('click');
    return String(section.querySelectorAll('.proof div')[1]);
  };

  test.each<[string, object, string]>([
    ['and nothing else', {}, '<p>No responsibility statement.</p>'],
    ['with a deviation', { proven: [{ safeguard: 'App.Own', extent: 'part', holds: 0, of: 1 }] }, '<dl><dt>Deviations</dt><dd>Findings: App.Own on 1 of 1.</dd></dl>'],
    ['with types that no safeguard judges', { unjudged: ['A', 'B'] }, '<dl><dt>Not judged</dt><dd>No safeguard judges 2 resource types: A, B</dd></dl>'],
  ])('%s', (_, control, markup) => {
    expect(leftOf(control)).toBe(`<div><h3>Left</h3>${markup}</div>`);
  });

  test.each<[string, object, string]>([
    ['and nothing else', {}, '<p>Nothing: the safeguards prove the whole control.</p>'],
    ['with a deviation', { proven: [{ safeguard: 'App.Own', extent: 'part', holds: 0, of: 1 }] }, '<dl><dt>Deviations</dt><dd>Findings: App.Own on 1 of 1.</dd></dl>'],
    ['with types that no safeguard judges', { unjudged: ['A'] }, '<dl><dt>Not judged</dt><dd>No safeguard judges 1 resource type: A</dd></dl>'],
  ])('of a control that is proven as a whole, %s', (_, control, markup) => {
    expect(leftOf({ ...control, left: {} })).toBe(`<div><h3>Left</h3>${markup}</div>`);
  });
});

describe('filters', () => {
  const matches = (section: PageElement) => section.querySelector('output')!.textContent;

  test.each<[string, string, string[], string, string]>([
    ['Framework', 'soc2', ['soc2/CC6.2', 'soc2/CC6.1', 'soc2/CC9.9'], '3 of 5 controls', '#framework=soc2'],
    ['Status', 'not judged', ['soc2/CC9.9'], '1 of 5 controls', '#status=not%20judged'],
    ['Construct', ' app/DATA/Cluster ', ['pci/3.5', 'soc2/CC6.2'], '2 of 5 controls', '#construct=app/DATA/Cluster'],
    ['Construct', 'App/Web/Soon', ['pci/3.5'], '1 of 5 controls', '#construct=App/Web/Soon'],
    ['Text', ' 3.5  PCI ', ['pci/3.5'], '1 of 5 controls', '#text=3.5%20%20PCI'],
    ['Text', 'inventory', ['soc2/CC6.1'], '1 of 5 controls', '#text=inventory'],
    ['Text', 'rds.encrypted', ['pci/3.5', 'soc2/CC6.2'], '2 of 5 controls', '#text=rds.encrypted'],
    ['Text', 'storageencrypted', ['pci/3.5', 'soc2/CC6.2'], '2 of 5 controls', '#text=storageencrypted'],
    ['Text', 'on 3 of 4', ['pci/3.5'], '1 of 5 controls', '#text=on%203%20of%204'],
    ['Text', 'crypto.json the keys', ['soc2/CC6.2'], '1 of 5 controls', '#text=crypto.json%20the%20keys'],
    ['Text', 'write policies', ['pci/1.1'], '1 of 5 controls', '#text=write%20policies'],
    ['Text', 'no responsibility statement', ['soc2/CC9.9'], '1 of 5 controls', '#text=no%20responsibility%20statement'],
    ['Text', 'fails', ['pci/3.5'], '1 of 5 controls', '#text=fails'],
    ['Text', 'soc 2', ['soc2/CC6.2', 'soc2/CC6.1', 'soc2/CC9.9'], '3 of 5 controls', '#text=soc%202'],
    ['Text', 'undefined', [], '0 of 5 controls', '#text=undefined'],
    ['Text', '', ALL, '5 controls', '#controls'],
  ])('%s %s', (name, value, controls, count, fragment) => {
    const { window, section } = show();
    enter(section, name, value);
    expect(shownIn(section)).toEqual(controls);
    expect(matches(section)).toBe(count);
    expect(window.written).toBe(fragment);
    expect((section.children.at(-1) as PageElement).hidden).toBe(controls.length > 0);
  });

  test('apply together, and are cleared together', () => {
    const { window, section } = show();
    enter(section, 'Framework', 'soc2');
    enter(section, 'Text', 'rds');
    expect(shownIn(section)).toEqual(['soc2/CC6.2']);
    expect(window.written).toBe('#framework=soc2&text=rds');
    section.querySelectorAll('button').find(({ textContent }) => textContent === 'Clear filters')!.fire('click');
    expect(shownIn(section)).toEqual(ALL);
    expect(window.written).toBe('#controls');
    expect(['Framework', 'Status', 'Construct', 'Text'].map((name) => fieldOf(section, name).value)).toEqual(['', '', '', '']);
    expect(['Framework', 'Status'].map((name) => fieldOf(section, name).selectedIndex)).toEqual([0, 0]);
    expect(fieldOf(section, 'Text').calls).toEqual([['focus', undefined]]);
  });

  test('hide the proof with its row, and show it again only if it is open', () => {
    const { section } = show();
    const [first, second] = section.querySelectorAll('button.open');
    [first, second, second].forEach((button) => button.fire('click'));
    enter(section, 'Status', 'customer');
    expect(shownIn(section)).toEqual(['pci/1.1']);
    enter(section, 'Status', '');
    expect(shownIn(section)).toEqual(['pci/3.5', 'control-pci-3-5-detail', ...ALL.slice(1)]);
  });

  test('the form is not sent', () => {
    expect(show().section.querySelector('form')!.fire('submit').isDefaultPrevented).toBe(true);
  });

  test('at most 2,000 constructs are proposed', () => {
    const { outcomes } = richContent().evidence;
    const { section } = show(richContent({ outcomes: Array.from({ length: 2001 }, (_, index) => ({ ...outcomes[0], path: `App/${index}` })) }));
    expect(section.querySelectorAll('datalist option')).toHaveLength(2000);
  });
});

describe('addresses', () => {
  test.each(['hashchange', 'load'] as const)('a link to a control opens it: %s', (event) => {
    const { window, section } = show();
    enter(section, 'Status', 'fails');
    window.follow('#control=soc2/CC6.1', event);
    const line = section.querySelector('.target')!;
    expect(line.dataset.control).toBe('soc2/CC6.1');
    expect(line.calls).toEqual([{ block: 'start' }]);
    expect(line.querySelector('button')!.calls).toEqual([['focus', { preventScroll: true }]]);
    expect(shownIn(section)).toEqual(['pci/3.5', 'soc2/CC6.2', 'soc2/CC6.1', 'control-soc2-CC6-1-detail', 'soc2/CC9.9', 'pci/1.1']);
    expect(fieldOf(section, 'Status').value).toBe('');
    window.follow('#control=pci/1.1');
    expect(section.querySelectorAll('.target').map(({ dataset }) => dataset.control)).toEqual(['pci/1.1']);
  });

  test('an unknown control is named', () => {
    const { window, section } = show();
    window.follow('#control=pci/9');
    expect(section.querySelector('output')!.textContent).toBe('There is no control pci/9. 5 controls');
    expect(section.querySelector('.target')).toBe(null);
    expect(section.calls).toEqual([{ block: 'start' }]);
  });

  test('a view sets the filters', () => {
    const { window, section } = show();
    window.follow('#framework=pci&status=fails&construct=App/Data&text=stored');
    expect(shownIn(section)).toEqual(['pci/3.5']);
    expect(['Framework', 'Status', 'Construct', 'Text'].map((name) => fieldOf(section, name).value)).toEqual(['pci', 'fails', 'App/Data', 'stored']);
    expect(section.querySelector('output')!.textContent).toBe('1 of 5 controls');
    window.follow('#text=policies');
    expect(shownIn(section)).toEqual(['pci/1.1']);
  });

  test('a link to a section leaves the filters', () => {
    const { window, section } = show();
    enter(section, 'Status', 'fails');
    window.follow('#inventory');
    expect(shownIn(section)).toEqual(['pci/3.5']);
    expect(section.calls).toEqual([]);
  });
});

test('in print, each title has what is proven and what is left, once', () => {
  const { window, section } = show();
  window.fire('beforeprint');
  window.fire('beforeprint');
  expect(section.querySelectorAll('.printed').map(String)).toEqual([
    'RDS.Encrypted holds on 1 of 3; S3.Logging holds on 0 of 4; Findings: RDS.Encrypted on 2 of 3; Acknowledged by the workload: S3.Logging on 3 of 4; '
    + 'By design of the library: S3.Logging on 1 of 4; Workload: Rotate keys.; Not applicable: No cards.',
    'RDS.Encrypted holds on 3 of 3; crypto.json: the keys',
    'inventory.json: the components; flows.json: the flows; AWS: Data centers.',
    '',
    'Customer: Write policies.',
  ].map((text) => `<small class="printed">${text}</small>`));
});

test.each<[string, object, string]>([
  ['proven in part', { proven: [{ safeguard: 'App.Own', extent: 'part', holds: 1, of: 1 }] }, 'App.Own holds on 1 of 1; no responsibility statement'],
  ['shown by a document', { documents: [{ file: 'a', section: 'flows', shows: 'b' }] }, 'a: b; no responsibility statement'],
  ['proven in part and shown by a document', { proven: [{ safeguard: 'App.Own', extent: 'part', holds: 1, of: 1 }], documents: [{ file: 'a', section: 'flows', shows: 'b' }] },
    'App.Own holds on 1 of 1; a: b; no responsibility statement'],
  ['of another status', { status: 'customer' }, 'no responsibility statement'],
  ['of another status, with parties', { status: 'customer', left: { customer: 'Write.' } }, 'Customer: Write.'],
])('in print, a control without a statement that is %s', (_, control, text) => {
  const [framework] = richContent().evidence.frameworks;
  const { window, section } = show(richContent({
    frameworks: [{ ...framework, controls: [{ id: '1', title: 'One', status: 'not judged', proven: [], left: 'no responsibility statement', ...control }] }],
  }));
  window.fire('beforeprint');
  expect(section.querySelector('.printed')!.textContent).toBe(text);
});
