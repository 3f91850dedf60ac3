import { withoutDocstrings } from '../../scripts/docstrings';

test('compiled JavaScript keeps its texts and comments, and loses its docstrings', () => {
  expect(withoutDocstrings([
    '"use strict";',
    '/** A class. */',
    'class Thing {',
    '    /**',
    '     * A method.',
    '     * @example',
    '     * new Thing().text();',
    '     */',
    '    text() {',
    '        // Why it is so.',
    '        return `/** a text */`;',
    '    }',
    '}',
    "const pattern = /\\/\\*\\*/, text = '/** a text */';",
    '',
  ].join('\n'))).toBe([
    '"use strict";',
    'class Thing {',
    '    text() {',
    '        // Why it is so.',
    '        return `/** a text */`;',
    '    }',
    '}',
    "const pattern = /\\/\\*\\*/, text = '/** a text */';",
    '',
  ].join('\n'));
});
