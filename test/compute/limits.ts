import { Lazy } from 'aws-cdk-lib';

/** A numeric prop with the values at its limits. */
export interface NumberLimit {
  /** Path of the prop, for example `task.cpu`. */
  readonly prop: string;
  /** What error messages require. */
  readonly need: string;
  /** Accepted values, those at each limit included. */
  readonly accepted: number[];
  /** Refused values, the next one beyond each limit included. */
  readonly refused: number[];
  /** Whether the value must be known at synthesis. */
  readonly known?: boolean;
  /** Further props that the value needs. */
  readonly props?: object;
}

/** Props in which only the one at a path is set. */
function propsAt(path: string, value: unknown, props: any = {}): any {
  const [name, ...rest] = path.split('.');
  return { ...props, [name]: rest.length > 0 ? propsAt(rest.join('.'), value, props[name]) : value };
}

/** Tests of numeric props: values at and beyond each limit, values of other types, and tokens. */
export function testNumbers(make: (props: any) => unknown, limits: NumberLimit[]): void {
  describe.each(limits)('$prop', ({ prop, need, accepted, refused, known = false, props }) => {
    test.each(accepted)('accepts %d', (value) => {
      expect(() => make(propsAt(prop, value, props))).not.toThrow();
    });

    test.each(refused)('refuses %d', (value) => {
      expect(() => make(propsAt(prop, value, props))).toThrow(new Error(`${prop} must be ${need}, got ${value}`));
    });

    test.each([[NaN, 'NaN'], [Infinity, 'Infinity'], [null, 'null'], ['1', "'1'"], [{}, '{}']])('refuses %p', (value, got) => {
      expect(() => make(propsAt(prop, value, props))).toThrow(new Error(`${prop} must be a finite number, got ${got}`));
    });

    test(`${known ? 'refuses' : 'accepts'} a token`, () => {
      const withToken = () => make(propsAt(prop, Lazy.number({ produce: () => accepted[0] }), props));
      if (known) expect(withToken).toThrow(new Error(`${prop} must be known at synthesis, got a token`));
      else expect(withToken).not.toThrow();
    });
  });
}

/** Tests of refused props: each row has the props and the exact message. */
export function testRefusals<P>(make: (props: P) => unknown, rows: Array<[string, P]>): void {
  test.each(rows)('%s', (message, props) => {
    expect(() => make(props)).toThrow(new Error(message));
  });
}

/** Tests of accepted props. */
export function testAccepted<P>(make: (props: P) => unknown, rows: Array<[string, P]>): void {
  test.each(rows)('%s', (_, props) => {
    expect(() => make(props)).not.toThrow();
  });
}
