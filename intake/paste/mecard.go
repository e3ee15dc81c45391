package paste

import (
	"strings"

	"leadpad/safe/lazyregexp"
)

var badge = lazyregexp.New(`(?i)(MECARD|BIZCARD):`)

// readMECards reads MECARD and BIZCARD, the forms that badges and cards carry in
// their square codes.
func readMECards(text string, o Options) []Lead {
	const most = 1000 // bytes of white space before the first
	if at := badge.FindStringIndex(text[:min(len(text), most)]); at == nil {
		return nil
	}
	at := badge.FindAllStringIndex(text, -1)
	if len(at) == 0 || strings.TrimSpace(text[:at[0][0]]) != "" {
		return nil
	}
	var leads []Lead
	for i, span := range at {
		if o.stoppedAt(i, len(at)) {
			return nil
		}
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		biz := strings.EqualFold(text[span[0]:span[1]], "BIZCARD:")
		c := newCard(nil, o)
		for _, field := range escapedFields(text[span[1]:end]) {
			name, v, ok := strings.Cut(field, ":")
			if !ok {
				c.leave(unescaped(field))
				continue
			}
			c.badgeField(strings.ToUpper(strings.TrimSpace(name)), v, biz)
		}
		c.settle()
		if one, ok := c.lead(o.As); ok {
			one.Cut = !strings.HasSuffix(strings.TrimSpace(text[span[1]:end]), ";")
			leads = append(leads, one)
		}
	}
	return leads
}

// escapedFields divides at semicolons and keeps the escapes.
func escapedFields(s string) []string {
	var out []string
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] == '\\' {
			i++
			continue
		}
		if i == len(s) || s[i] == ';' {
			if f := strings.TrimSpace(s[min(from, len(s)):min(i, len(s))]); f != "" {
				out = append(out, f)
			}
			from = i + 1
		}
	}
	return out
}

// badgeField puts one field of a badge on the lead's.
func (c *card) badgeField(name, raw string, biz bool) {
	p := property{name: name, value: raw, raw: name + ":" + unescaped(raw), types: " "}
	if biz {
		switch name {
		case "N":
			c.person.first = c.member(raw, name)
			return
		case "X":
			c.person.last = c.member(raw, name)
			return
		}
		full := map[string]string{"T": "TITLE", "C": "ORG", "A": "ADR", "B": "TEL", "M": "TEL", "F": "TEL", "E": "EMAIL", "U": "URL"}[name]
		switch name {
		case "M":
			p.types = " CELL "
		case "F":
			p.types = " FAX "
		}
		if full != "" {
			p.name = full
		}
	}
	switch p.name {
	case "N":
		c.badgeName(raw)
	case "ADR":
		c.badgeAddress(raw)
	case "ORG":
		if c.company.text == "" {
			c.company, c.certain = c.member(raw, p.name), true
		}
	case "TEL-AV":
		p.name = "TEL"
		c.property(p)
	default:
		c.property(p)
	}
}

func (c *card) member(raw, name string) value {
	return value{text: oneLine(unescaped(raw)), why: Member, detail: name}
}

// badgeName reads "Doe,Jane", or a name as a whole.
func (c *card) badgeName(raw string) {
	parts := fields(raw, ',')
	if len(parts) < 2 {
		c.whole = c.member(raw, "N")
		return
	}
	c.person.last = c.member(parts[0], "N")
	c.person.first = c.member(strings.Join(parts[1:], " "), "N")
	if c.person.first.text == "" {
		c.person.first, c.person.last = c.person.last, value{}
	}
}

// badgeAddress reads an address of one text by the rules of signatures; of eight
// parts, as phones in Japan write it, by their order.
func (c *card) badgeAddress(raw string) {
	parts := fields(raw, ',')
	if len(parts) == 7 {
		c.cardAddress(property{value: strings.Join(parts, ";")})
		return
	}
	l := &line{text: oneLine(unescaped(raw))}
	inner := newCard([]*line{l}, Options{Region: c.region})
	inner.findRegion()
	inner.findAddresses()
	c.address = append(c.address, inner.address...)
	for _, left := range inner.rest() {
		c.leave(left.Text)
	}
}
