import { getDecoder, getEncoder } from '../../src/lambda/left-out';

test('what a MySQL server says of itself is read and written as UTF-8', () => {
  const [decoder, encoder] = [getDecoder(), getEncoder()];
  expect(decoder.write(encoder.write('10.11.14-MariaDB-ü')) + decoder.end()).toBe('10.11.14-MariaDB-ü');
  expect(encoder.end()).toBeUndefined();
});
