import { PageElement } from './page-document.fixture';

/** A section of the page in lines: headings, tables as `table <caption>: <heads>` with a line for each row, lists of tiles and frameworks with a line for each child, other elements as markup. */
export function outlineOf(section: unknown): string[] {
  return elementsOf(section as PageElement).flatMap((element) => {
    if (element.tag === 'h2' || element.tag === 'h3') return [`${element.tag}: ${element.children.join('')}`];
    if (element.tag === 'dl' || element.classList.names[0] === 'framework') {
      return [`${element.tag} ${element.classList.names}:`, ...elementsOf(element).map((child) => `- ${child}`)];
    }
    const caption = element.getAttribute('aria-label');
    const heads = element.querySelectorAll('thead th');
    if (heads.length === 0) return [String(element)];
    return [`table ${caption}: ${cellsOf(heads)}`, ...element.querySelectorAll('tbody tr').map((row) => `- ${cellsOf(row.querySelectorAll('td'))}`)];
  });
}

function cellsOf(cells: PageElement[]): string {
  return cells.map(({ children, classList: { names } }) => [...names.map((name) => `(${name})`), children.join('')].join(' ').trim()).join(' | ');
}

function elementsOf({ children }: PageElement): PageElement[] {
  return children.filter((child) => typeof child !== 'string');
}
