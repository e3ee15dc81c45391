package words

import (
	"leadpad/intake/paste"
	"leadpad/lead"
)

// WhyThere says in a word or two why a value of a pasted text stands on its field, ""
// where its look says so.
func WhyThere(f paste.Found) string {
	switch f.Why {
	case paste.Number, paste.Network, paste.Member:
		return f.Detail
	case paste.Label:
		return quote(f.Detail)
	case paste.Local:
		return "as in " + f.Detail
	case paste.Position:
		return "where names stand"
	case paste.Domain:
		return "as in " + f.Detail
	case paste.LegalForm:
		return "legal form"
	case paste.Word:
		if f.Detail == "" && f.Path.Field == lead.Role {
			return "role"
		}
		return quote(f.Detail)
	}
	return ""
}

// WhyLeft says what a part of a text is that has no place, "" where nothing is known.
func WhyLeft(k paste.Kind) string {
	switch k {
	case paste.Fax:
		return "fax"
	case paste.Title:
		return "title"
	}
	return ""
}

func quote(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}
