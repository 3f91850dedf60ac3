/// <reference lib="dom" />
import { PageData } from './data';
import { h } from './dom';
import { matrix } from './matrix';
import { cost, cryptography, deviations, diagrams, flows, inventory } from './registers';
import { summary } from './summary';
import { originText } from '../compliance/evidence/origin-text';

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
const { evidence } = data;
const sections = [summary, matrix, deviations, inventory, flows, diagrams, cryptography, cost].flatMap((part) => part(data) ?? []);

document.getElementById('page')!.replaceWith(
  h('header', {},
    h('p', {}, 'Compliance evidence'),
    h('h1', {}, evidence.systemName),
    h('p', {}, evidence.systemName !== evidence.name && `Workload ${evidence.name}. `, evidence.owner && `Owner: ${evidence.owner}. `,
      evidence.frameworks.map(({ title }) => title).join(', ')),
    h('dl', { class: 'origin' }, originText(evidence).map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text))))),
  h('nav', { 'aria-label': 'Sections' }, h('ul', {}, sections.map((part) => h('li', {}, h('a', { href: `#${part.id}` }, part.querySelector('h2')!.textContent!))))),
  h('main', {}, sections),
  h('footer', {}, h('p', {}, 'Read from the synthesized CloudFormation templates. It shows what the templates configure, not what is deployed.')),
);
