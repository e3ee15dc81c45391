package sshd

import (
	"net/netip"
	"strings"
)

// addresses is a from= list: OpenSSH's patterns, of addresses alone. A name would
// have to be asked for, and whoever answers could let in whom he likes.
type addresses []address

// address is a pattern of a list.
type address struct {
	not     bool         // !: whom it fits is refused, whatever else does
	prefix  netip.Prefix // invalid where it is a pattern
	pattern string       // with * and ?, in small letters
}

// parseAddresses reads a list that commas divide; bad is the part that is no
// pattern of addresses.
func parseAddresses(s string) (list addresses, bad string) {
	for part := range strings.SplitSeq(s, ",") {
		a, ok := parseAddress(part)
		if !ok {
			return nil, part
		}
		list = append(list, a)
	}
	return list, ""
}

func parseAddress(s string) (a address, ok bool) {
	s, a.not = strings.CutPrefix(s, "!")
	if one, err := netip.ParseAddr(s); err == nil {
		one = one.Unmap()
		a.prefix = netip.PrefixFrom(one, one.BitLen())
		return a, one.Zone() == ""
	}
	if strings.Contains(s, "/") {
		// 10.1.2.3/8 is a slip that OpenSSH refuses as well.
		prefix, err := netip.ParsePrefix(s)
		a.prefix = prefix
		return a, err == nil && prefix.Masked() == prefix && !prefix.Addr().Is4In6()
	}
	a.pattern = strings.ToLower(s)
	return a, wildAddress(a.pattern)
}

// wildAddress says that a pattern can fit an address: it has a wildcard, else it
// would be an address, and otherwise what addresses are written with. "bad.de" and
// "f*.de" are names.
func wildAddress(s string) bool {
	if !strings.ContainsAny(s, "*?") {
		return false
	}
	hex := strings.ContainsAny(s, "abcdef")
	return strings.Trim(s, "0123456789abcdef.:*?") == "" && (!hex || !strings.Contains(s, "."))
}

// allow says that an address may enter: one of the patterns fits and none that is
// negated. A list of negated ones alone lets nobody in, as OpenSSH has it.
func (l addresses) allow(from netip.Addr) bool {
	from = from.Unmap().WithZone("")
	if !from.IsValid() {
		return false
	}
	allowed := false
	for _, a := range l {
		if !a.fits(from) {
			continue
		}
		if a.not {
			return false
		}
		allowed = true
	}
	return allowed
}

func (a address) fits(from netip.Addr) bool {
	if a.prefix.IsValid() {
		return a.prefix.Contains(from)
	}
	return glob(a.pattern, from.String())
}

// glob fits * to any run of characters and ? to one. It goes back to the last *
// alone, so that no pattern takes longer than its length times the text's.
func glob(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
