// A registry assigns at most a /8 of IPv4 and a /12 of IPv6 to one holder, and private ranges are not larger (RFC 1918, RFC 4193). A larger range is no network of
// one organization. Source: IANA IPv4 Address Space Registry, IPv6 Global Unicast Address Assignments; fc00::/7 is unique local.
const SHORTEST_IPV4 = 8;
const SHORTEST_IPV6 = 7;

/** Whether a literal address range is the internet or a large part of it, in any notation: `0.0.0.0/0`, `10.0.0.0/0`, `128.0.0.0/1`, `0::/0`. */
export function isWorld(cidr: unknown): boolean {
  if (typeof cidr !== 'string') return false;
  const [address, length, ...rest] = cidr.trim().split('/');
  if (rest.length > 0 || length === undefined || !/^\d+$/.test(length)) return false;
  return Number(length) < (address.includes(':') ? SHORTEST_IPV6 : SHORTEST_IPV4);
}

/** Whether a range, as text, is of private addresses (RFC 1918, RFC 4193). */
export function isPrivate(range: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/i.test(range);
}
