import { getDecoder, getEncoder } from '../../src/lambda/stubs';

test('the handshake of a MySQL server is decoded and encoded as UTF-8', () => {
  const [decoder, encoder] = [getDecoder(), getEncoder()];
  expect(decoder.write(encoder.write('10.11.14-MariaDB-ü')) + decoder.end()).toBe('10.11.14-MariaDB-ü');
  expect(encoder.end()).toBeUndefined();
});
